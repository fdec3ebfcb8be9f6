package dev.backstop.javalin;

import static dev.backstop.javalin.Expected.status;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Result streams that fail, and clients that leave. */
final class BodySituations {
  private static final int LARGE = 16 * 1024 * 1024; // no socket buffer holds it

  private BodySituations() {}

  /** Gives some bytes, then fails. */
  static final class BrokenStream extends InputStream {
    private int left;

    BrokenStream(int bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left-- > 0) {
        return 'b';
      }
      throw new BrokenException();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      for (int i = 0; i < length; i++) {
        if (left == 0) {
          if (i > 0) {
            return i;
          }
          throw new BrokenException();
        }
        to[offset + i] = (byte) read();
      }
      return length;
    }
  }

  /** What a broken stream throws. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1;
  }

  static List<Situation> all() {
    return List.of(
        Situation.of(
            "result stream fails at once",
            (config, at) -> config.routes.get("/s/{id}", c -> c.result(new BrokenStream(0))),
            status(500).handled(BrokenException.class)),
        Situation.of(
            "result stream fails early",
            (config, at) -> config.routes.get("/s/{id}", c -> c.result(new BrokenStream(10))),
            status(500).handled(BrokenException.class)),
        Situation.of(
            "result stream fails late",
            (config, at) -> config.routes.get("/s/{id}", c -> c.result(new BrokenStream(200_000))),
            status(200).handled(BrokenException.class)),
        Situation.of(
                "client leaves before the answer",
                (config, at) ->
                    config.routes.get(
                        "/s/{id}",
                        c -> {
                          at.reach("handler");
                          at.await("client gone");
                          c.result(new byte[LARGE]);
                        }),
                status(200).ending(Ending.ABORTED).handled(IOException.class))
            .by(
                visit -> {
                  RawHttpClient client = visit.connect();
                  client.send(visit.request());
                  visit.meeting().await("handler");
                  client.reset();
                  visit.meeting().reach("client gone");
                  return null;
                }),
        Situation.of(
                "client leaves in the body",
                (config, at) -> config.routes.get("/s/{id}", c -> c.result(new byte[LARGE])),
                status(200).ending(Ending.ABORTED).handled(IOException.class))
            .by(BodySituations::leaveInBody),
        Situation.of(
                "client leaves in the body of a future",
                (config, at) ->
                    config.routes.get("/s/{id}", c -> c.async(() -> c.result(new byte[LARGE]))),
                status(200).ending(Ending.ABORTED).handled(IOException.class))
            .by(BodySituations::leaveInBody),
        Situation.of(
                "client leaves in an upload",
                (config, at) ->
                    config.routes.post(
                        "/s/{id}",
                        c -> {
                          at.reach("handler");
                          c.result("got " + c.bodyAsBytes().length);
                        }),
                status(500).ending(Ending.ABORTED).handled(IOException.class))
            .asking("POST", "/s/1")
            .by(
                visit -> {
                  RawHttpClient client = visit.connect();
                  client.send(visit.request("Content-Length: 500000"));
                  client.send(new byte[1000]);
                  visit.meeting().await("handler");
                  client.reset();
                  return null;
                }));
  }

  private static RawResponse leaveInBody(Visit visit) {
    RawHttpClient client = RawHttpClient.connect(visit.port(), 4096);
    client.send(visit.request());
    RawResponse answer = client.readPrefix("GET", 20);
    client.reset();
    return answer;
  }
}
