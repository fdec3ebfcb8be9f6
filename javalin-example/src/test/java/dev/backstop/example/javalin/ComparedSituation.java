package dev.backstop.example.javalin;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;

/**
 * What is asked. What has no answer that says when it is over comes first: all else takes longer
 * than its end.
 */
enum ComparedSituation {
  CLIENT_LEAVES("a client leaves an event stream", "/events"),
  UPLOAD_CUT("a client leaves while it uploads", "/upload"),
  UPGRADE("a WebSocket upgrade", "/socket"),
  OK("an answer", "/ok/1"),
  HEAD("HEAD on a GET endpoint", "/head/1"),
  MAPPED("a mapped exception", "/mapped"),
  SWALLOWED("an exception mapped to 200", "/swallowed"),
  UNMAPPED("an exception that nobody maps", "/unmapped"),
  NOT_FOUND("no route", "/nothing"),
  STATIC("a static file", "/hello.txt"),
  REDIRECT("a redirect in `before`", "/moved"),
  SKIPPED("`skipRemainingHandlers` in `before`", "/skipped/1"),
  AFTER_THROWS("an `after` that throws, mapped", "/after-throws"),
  FUTURE("a future that fails, mapped", "/future"),
  STREAM("a result stream that fails half way", "/stream"),
  LOGGER("a request logger that throws", "/logger-throws"),
  TIMEOUT("an async timeout, with a mapper", "/timeout"),
  FUTURE_TIMEOUT("a future's own `orTimeout`, with a mapper", "/future-timeout"),
  ASYNC_TIMEOUT("`ctx.async` with `onTimeout`", "/async-timeout");

  private final String title;
  private final String path;

  ComparedSituation(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  String path() {
    return path;
  }

  /** Asks, on a connection of its own, and returns what came. */
  RawResponse ask(int port) {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      return switch (this) {
        case CLIENT_LEAVES -> {
          client.send(head("GET", "Accept: text/event-stream\r\n"));
          RawResponse begun = client.readPrefix("GET", 2_000);
          client.reset();
          yield begun;
        }
        case UPLOAD_CUT -> {
          client.send(head("POST", "Content-Length: 1000\r\n") + "a beginning");
          client.finishSending();
          yield client.read("POST");
        }
        case UPGRADE ->
            client
                .send(
                    head(
                        "GET",
                        """
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                        """))
                .read("GET");
        case HEAD -> client.send(head("HEAD", "")).read("HEAD");
        default -> client.send(head("GET", "")).read("GET");
      };
    }
  }

  /** Asks with a method override. */
  static RawResponse override(int port, String method) {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      return client
          .send(
              "GET /override HTTP/1.1\r\nHost: test\r\nX-HTTP-Method-Override: "
                  + method
                  + "\r\n\r\n")
          .read("GET");
    }
  }

  private String head(String method, String headers) {
    return method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
  }
}
