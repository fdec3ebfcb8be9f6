package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import java.nio.charset.StandardCharsets;

/** One request of a situation, which knows its probe and reports what was read. */
final class WireRequest {
  private final Wire wire;
  private final String method;
  private final Probe probe;
  private final StringBuilder headers = new StringBuilder();
  private String query = "";
  private String version = "HTTP/1.1";
  private String body = "";

  WireRequest(Wire wire, String method, Probe probe) {
    this.wire = wire;
    this.method = method;
    this.probe = probe;
  }

  Probe probe() {
    return probe;
  }

  WireRequest header(String name, String value) {
    headers.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  WireRequest query(String text) {
    query = "?" + text;
    return this;
  }

  WireRequest http10() {
    version = "HTTP/1.0";
    return this;
  }

  /** A body with its Content-Length. */
  WireRequest body(String text) {
    body = text;
    return header(
        "Content-Length", Integer.toString(text.getBytes(StandardCharsets.ISO_8859_1).length));
  }

  /** The whole request as it goes over the wire. */
  String text() {
    return head() + body;
  }

  String head() {
    return method
        + " "
        + probe.path()
        + query
        + " "
        + version
        + "\r\nHost: contract.test\r\n"
        + Probe.HEADER
        + ": "
        + probe.path()
        + "\r\n"
        + headers
        + "\r\n";
  }

  /** Sends it over a connection of its own and reads the answer. */
  RawResponse exchange() {
    try (RawHttpClient client = wire.connect()) {
      client.send(text());
      return read(client);
    }
  }

  /** Reads the answer to this request from a connection. */
  RawResponse read(RawHttpClient client) {
    return saw(client.read(method));
  }

  /** Reads some bytes of the answer, as a client that is about to leave. */
  RawResponse readPrefix(RawHttpClient client, int bytes) {
    return saw(client.readPrefix(method, bytes));
  }

  /** The client leaves without having read anything. */
  void readNothing(RawHttpClient client) {
    readPrefix(client, 0);
  }

  private RawResponse saw(RawResponse answer) {
    wire.saw(new Observed(probe, method, answer));
    return answer;
  }
}
