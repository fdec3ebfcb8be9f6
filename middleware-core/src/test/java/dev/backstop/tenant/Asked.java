package dev.backstop.tenant;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.Ending;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A request without a socket, with any headers, through the door that container packages use. */
final class Asked implements RequestHead {
  private final List<String[]> headers = new ArrayList<>();
  Principal user;

  static Asked by(String tenant) {
    return new Asked().with("X-Tenant", tenant);
  }

  Asked with(String name, String value) {
    headers.add(new String[] {name, value});
    return this;
  }

  Asked user(String name) {
    user = () -> name;
    return this;
  }

  /** Opens an exchange, lets the application work, and ends it with 200. */
  void in(Backstop backstop, Consumer<Exchange> application) {
    OpenExchange open = backstop.open(this, null, this);
    application.accept((Exchange) open);
    open.end(200, Ending.COMPLETED, 0, null, null);
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public String query() {
    return null;
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String serverName() {
    return "localhost";
  }

  @Override
  public int serverPort() {
    return 80;
  }

  @Override
  public String peerAddress() {
    return "192.0.2.7";
  }

  @Override
  public int peerPort() {
    return 40_000;
  }

  @Override
  public Principal principal() {
    return user;
  }

  @Override
  public String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    return headers.stream()
        .filter(header -> header[0].equalsIgnoreCase(name))
        .map(header -> header[1])
        .toList();
  }

  @Override
  public Iterable<String> headerNames() {
    return headers.stream().map(header -> header[0]).distinct().toList();
  }
}
