package dev.backstop.observe;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.completion.Exchanges;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.Ending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A request with anything in it, also what Jetty's parser would refuse and a more lenient container
 * lets through. It goes through the door that container packages use.
 */
final class Sent implements RequestHead {
  private String method = "GET";
  private String path = "/orders/42";
  private String query;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private boolean recycled;

  Sent method(String text) {
    method = text;
    return this;
  }

  Sent path(String text) {
    path = text;
    return this;
  }

  Sent query(String text) {
    query = text;
    return this;
  }

  Sent header(String name, String value) {
    headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>()).add(value);
    return this;
  }

  OpenExchange openIn(Exchanges backstop) {
    return backstop.open(this, null, this);
  }

  /** Opens an exchange for it, lets the application work, and ends it with a status. */
  void to(Backstop backstop, Consumer<Exchange> application, int status) {
    to(backstop, application, status, Ending.COMPLETED);
  }

  void to(Backstop backstop, Consumer<Exchange> application, int status, Ending ending) {
    OpenExchange open = openIn(backstop);
    application.accept((Exchange) open);
    recycled = true; // a container hands its request objects to the next request
    open.end(status, ending, 0, null, null);
  }

  private <T> T read(T value) {
    if (recycled) {
      throw new IllegalStateException("read after the end: the container has recycled the request");
    }
    return value;
  }

  @Override
  public String method() {
    return read(method);
  }

  @Override
  public String path() {
    return read(path);
  }

  @Override
  public String query() {
    return read(query);
  }

  @Override
  public String scheme() {
    return read("https");
  }

  @Override
  public String protocol() {
    return read("HTTP/2.0");
  }

  @Override
  public String serverName() {
    return read("shop.example");
  }

  @Override
  public int serverPort() {
    return read(8443);
  }

  @Override
  public String peerAddress() {
    return read("192.0.2.7");
  }

  @Override
  public int peerPort() {
    return read(40_000);
  }

  @Override
  public String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    return read(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  @Override
  public Iterable<String> headerNames() {
    return read(headers.keySet());
  }
}
