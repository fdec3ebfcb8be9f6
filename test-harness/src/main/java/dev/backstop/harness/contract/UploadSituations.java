package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import jakarta.servlet.ServletException;
import java.io.IOException;

/** Uploads: read, left unread, refused, malformed and cut. A complete answer is COMPLETED. */
final class UploadSituations extends SituationGroup {
  private static final Behaviour READS =
      (request, response) -> {
        int count = request.getInputStream().readAllBytes().length;
        response.setStatus(201);
        response.getWriter().print("read " + count);
      };

  UploadSituations() {
    super("upload");
  }

  /** Sends a chunked body as it is given, and FIN where it is cut; reads the answer. */
  private static void chunked(Wire wire, String body, boolean cut) {
    WireRequest request = wire.request("POST").header("Transfer-Encoding", "chunked");
    try (RawHttpClient client = wire.connect()) {
      client.send(request.head() + body);
      if (cut) {
        client.finishSending();
      }
      request.read(client);
    }
  }

  @Override
  void define() {
    situation("upload_read")
        .servlet(READS)
        .client(wire -> wire.request("POST").body("x".repeat(5000)).exchange())
        .expect(201);
    situation("upload_readChunked")
        .servlet(READS)
        .client(wire -> chunked(wire, "5\r\nhello\r\n0\r\n\r\n", false))
        .expect(201);
    situation("upload_slowly")
        .servlet(READS)
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "20");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head());
                for (int i = 0; i < 20; i++) {
                  client.send("x");
                }
                request.read(client);
              }
            })
        .expect(201);
    defineUnread();
    defineRefused();
    defineBroken();
    defineContinue();
  }

  private void defineUnread() {
    situation("upload_unread_small")
        .servlet((request, response) -> response.setStatus(202))
        .client(wire -> wire.request("POST").body("x".repeat(500)).exchange())
        .expect(202);
    situation("upload_unread_large") // more than a container reads to keep the connection
        .servlet((request, response) -> response.getWriter().print("not read"))
        .client(wire -> unreadUpload(wire, 4 << 20));
    situation("upload_unread_chunked")
        .servlet((request, response) -> response.setStatus(202))
        .client(wire -> chunked(wire, "5\r\nhello\r\n0\r\n\r\n", false))
        .expect(202);
    situation("upload_unread_throws")
        .servlet(
            (request, response) -> {
              throw new ThrownException();
            })
        .client(wire -> unreadUpload(wire, 4 << 20))
        .expect(500)
        .error(ThrownException.class);
    situation("upload_halfRead")
        .servlet(
            (request, response) -> {
              response.setStatus(202);
              response.getWriter().print(request.getInputStream().readNBytes(10).length);
            })
        .client(wire -> wire.request("POST").body("x".repeat(100_000)).exchange())
        .expect(202);
  }

  /** The client sends on while the answer comes; it may be refused with a reset afterwards. */
  private static void unreadUpload(Wire wire, int length) {
    WireRequest request = wire.request("POST").header("Content-Length", Integer.toString(length));
    try (RawHttpClient client = wire.connect()) {
      client.send(request.head());
      client.send(new byte[16 * 1024]);
      request.read(client); // the answer comes before the rest was sent
      client.trySend(new byte[16 * 1024]);
    }
  }

  private void defineRefused() {
    situation("upload_refused_sendError")
        .servlet((request, response) -> response.sendError(413))
        .client(wire -> unreadUpload(wire, 4 << 20))
        .expect(413);
    situation("upload_refused_closing")
        .servlet(
            (request, response) -> {
              response.setStatus(413);
              response.setHeader("Connection", "close");
              response.getWriter().print("too large");
            })
        .client(wire -> unreadUpload(wire, 4 << 20))
        .expect(413);
    situation("upload_refused_clientLeavesAfterAnswer")
        .servlet((request, response) -> response.sendError(413))
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "100000");
              RawHttpClient client = wire.connect();
              client.send(request.head() + "some");
              request.read(client);
              client.reset();
            })
        .expect(413);
  }

  private void defineBroken() {
    situation("upload_badChunk_escapes")
        .servlet(READS)
        .client(wire -> chunked(wire, "ZZZ\r\nhello\r\n0\r\n\r\n", false))
        .expect(400)
        .lostConnectionEscapes();
    situation("upload_badChunk_caught")
        .servlet(
            (request, response, probe) -> {
              try {
                request.getInputStream().readAllBytes();
              } catch (IOException | RuntimeException e) {
                probe.caught(e);
                response.setStatus(422);
              }
            })
        .client(wire -> chunked(wire, "ZZZ\r\nhello\r\n0\r\n\r\n", false))
        .expect(422);
    situation("upload_badChunk_mapped")
        .servlet(
            (request, response) -> {
              try {
                request.getInputStream().readAllBytes();
              } catch (IOException | RuntimeException e) {
                throw new Pages.StoreDownException();
              }
            })
        .client(wire -> chunked(wire, "ZZZ\r\nhello\r\n0\r\n\r\n", false))
        .expect(503)
        .error(Pages.StoreDownException.class);
    situation("upload_badChunk_unread")
        .servlet((request, response) -> response.setStatus(202))
        .client(wire -> chunked(wire, "ZZZ\r\nhello\r\n0\r\n\r\n", false))
        .expect(202);
    situation("upload_cutChunk_escapes")
        .servlet(READS)
        .client(wire -> chunked(wire, "64\r\nonly this", true))
        .expect(400)
        .lostConnectionEscapes();
    situation("upload_cutChunk_caught")
        .servlet(
            (request, response, probe) -> {
              try {
                request.getInputStream().readAllBytes();
              } catch (IOException | RuntimeException e) {
                probe.caught(e);
                response.setStatus(422);
              }
            })
        .client(wire -> chunked(wire, "64\r\nonly this", true))
        .expect(422);
    situation("upload_cutChunk_afterCommit")
        .servlet(
            (request, response) -> {
              response.flushBuffer();
              try {
                request.getInputStream().readAllBytes();
              } catch (IOException e) {
                throw new ServletException(e);
              }
            })
        .client(wire -> chunked(wire, "64\r\nonly this", true))
        .expect(200, dev.backstop.outcome.Ending.TRUNCATED)
        .lostConnectionEscapes();
  }

  private void defineContinue() {
    situation("continue_read")
        .servlet(READS)
        .client(
            wire -> {
              WireRequest request =
                  wire.request("POST")
                      .header("Content-Length", "5")
                      .header("Expect", "100-continue");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head());
                client.send("hello"); // a client may; the 100 comes before the answer
                request.read(client);
              }
            })
        .expect(201);
    situation("continue_refused")
        .servlet((request, response) -> response.sendError(417))
        .client(
            wire -> {
              WireRequest request =
                  wire.request("POST")
                      .header("Content-Length", "5")
                      .header("Expect", "100-continue");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head());
                RawResponse answer = request.read(client);
                // Tomcat asks for every body at once, before the application can refuse it.
                if (answer.interimLines().size() > 1) {
                  throw new AssertionError("asked for twice: " + answer.interimLines());
                }
              }
            })
        .expect(417);
  }
}
