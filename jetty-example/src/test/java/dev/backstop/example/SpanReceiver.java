package dev.backstop.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP/HTTP receiver on the loopback address: keeps what is posted to {@code /v1/traces}. */
final class SpanReceiver implements AutoCloseable {
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<String> contentTypes = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  SpanReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    bodies.add(exchange.getRequestBody().readAllBytes());
    contentTypes.add(
        exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type"));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<byte[]> bodies() {
    return bodies;
  }

  List<String> requests() {
    return contentTypes;
  }

  List<OtlpSpan> spans() {
    List<OtlpSpan> spans = new ArrayList<>();
    bodies.forEach(body -> spans.addAll(OtlpSpan.decode(body)));
    return spans;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
