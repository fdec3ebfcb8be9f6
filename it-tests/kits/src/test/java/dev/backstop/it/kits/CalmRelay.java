package dev.backstop.it.kits;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a server and passes each answer on when the exchange has ended, so that a client
 * that measures its patience in milliseconds finds everything recorded.
 */
final class CalmRelay {
  private final HttpServer relay;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final int port;
  private final Semaphore ended;

  /**
   * Starts it.
   *
   * @param ended released once with the end of each exchange
   */
  CalmRelay(int port, Semaphore ended) throws IOException {
    this.port = port;
    this.ended = ended;
    relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    relay.createContext("/", this::pass);
    relay.start();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI()))
              .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody())
              .build();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (!ended.tryAcquire(20, TimeUnit.SECONDS)) {
        throw new IOException(request.uri() + " was answered and has not ended");
      }
      answer
          .headers()
          .firstValue("Location")
          .ifPresent(location -> exchange.getResponseHeaders().set("Location", location));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + relay.getAddress().getPort() + "/");
  }

  void stop() {
    relay.stop(0);
  }
}
