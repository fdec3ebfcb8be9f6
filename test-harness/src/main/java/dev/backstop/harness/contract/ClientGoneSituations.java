package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.Set;

/** A client that goes away: forced failures are ABORTED, unnoticed ones may be COMPLETED. */
final class ClientGoneSituations extends SituationGroup {
  private static final byte[] NINE_MB = new byte[9 << 20];

  ClientGoneSituations() {
    super("clientGone");
  }

  /** Reads 20 bytes of the answer, and resets. */
  private static void readsAndResets(Wire wire) {
    WireRequest request = wire.get();
    RawHttpClient client = wire.connect();
    client.send(request.text());
    request.readPrefix(client, 20);
    client.reset();
  }

  /** Reads 20 bytes of the answer, and closes; the system resets, since bytes are unread. */
  private static void readsAndCloses(Wire wire) {
    WireRequest request = wire.get();
    RawHttpClient client = wire.connect();
    client.send(request.text());
    request.readPrefix(client, 20);
    client.close();
  }

  /** Leaves when the servlet runs, before anything was written. */
  private static void resetsBeforeTheAnswer(Wire wire) {
    WireRequest request = wire.get();
    RawHttpClient client = wire.connect();
    client.send(request.text());
    request.probe().await("in service");
    client.reset();
    request.readNothing(client);
    request.probe().signal("client gone");
  }

  @Override
  void define() {
    defineInTheBody();
    defineBeforeTheFirstByte();
    defineDuringUpload();
    defineDuringAsync();
  }

  private void defineInTheBody() {
    situation("gone_inBody_escapes")
        .servlet((request, response) -> response.getOutputStream().write(NINE_MB))
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_inBody_closes")
        .servlet((request, response) -> response.getOutputStream().write(NINE_MB))
        .client(ClientGoneSituations::readsAndCloses)
        .expect(200, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_inBody_caught")
        .servlet(
            (request, response, probe) -> {
              try {
                response.getOutputStream().write(NINE_MB);
              } catch (IOException e) {
                probe.caught(e);
              }
            })
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .lostConnection();
    situation("gone_inBody_writerSwallows")
        .servlet((request, response) -> response.getWriter().print("x".repeat(NINE_MB.length)))
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .lostConnection();
    situation("gone_inBody_thenApplicationThrows")
        .servlet(
            (request, response, probe) -> {
              try {
                response.getOutputStream().write(NINE_MB);
              } catch (IOException e) {
                throw new ThrownException();
              }
            })
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .error(ThrownException.class);
    situation("gone_inBody_withContentLength")
        .servlet(
            (request, response) -> {
              response.setContentLength(NINE_MB.length);
              response.getOutputStream().write(NINE_MB);
            })
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_inBody_ofErrorStatus")
        .servlet(
            (request, response) -> {
              response.setStatus(503);
              response.getOutputStream().write(NINE_MB);
            })
        .client(ClientGoneSituations::readsAndResets)
        .expect(503, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_http10")
        .servlet((request, response) -> response.getOutputStream().write(NINE_MB))
        .client(
            wire -> {
              WireRequest request = wire.get().http10();
              RawHttpClient client = wire.connect();
              client.send(request.text());
              request.readPrefix(client, 20);
              client.reset();
            })
        .expect(200, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_slowButStays")
        .servlet((request, response) -> response.getOutputStream().write(NINE_MB))
        .client(
            wire -> {
              WireRequest request = wire.get();
              try (RawHttpClient client = wire.connectNarrow()) {
                client.send(request.text());
                request.probe().await("in chain");
                request.probe().last(); // nothing was read yet, and 9 MB fit into no buffer
                request.read(client);
              }
            })
        .filter(
            (request, response, chain) -> {
              Probe.of(request).signal("in chain");
              chain.doFilter(request, response);
            });
  }

  private void defineBeforeTheFirstByte() {
    situation("gone_beforeAnswer_large")
        .servlet(
            (request, response, probe) -> {
              probe.signal("in service");
              probe.await("client gone");
              probe.writeUntilItFails(response.getOutputStream());
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(200, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_beforeAnswer_small") // the socket's buffer may swallow it
        .servlet(
            (request, response, probe) -> {
              probe.signal("in service");
              probe.await("client gone");
              response.getWriter().print("to nobody");
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(200, Set.of(Ending.COMPLETED, Ending.ABORTED))
        .lostConnectionOrNothing();
    situation("gone_beforeAnswer_throws")
        .servlet(
            (request, response, probe) -> {
              probe.signal("in service");
              probe.await("client gone");
              throw new ThrownException();
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(500, Set.of(Ending.COMPLETED, Ending.ABORTED))
        .error(ThrownException.class);
    situation("gone_afterFin_small") // no container sees a FIN before a small answer
        .servlet(
            (request, response, probe) -> {
              probe.await("client gone");
              response.getWriter().print("to nobody");
            })
        .client(
            wire -> {
              WireRequest request = wire.get();
              RawHttpClient client = wire.connect();
              client.send(request.text());
              client.finishSending();
              request.probe().signal("client gone");
              request.read(client);
              client.close();
            });
  }

  private void defineDuringUpload() {
    Behaviour reads =
        Behaviour.of(
            (request, response, probe) -> {
              probe.signal("in service");
              request.getInputStream().readAllBytes();
              response.setStatus(201);
            });
    situation("gone_duringUpload_resets")
        .servlet(reads)
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "1000");
              RawHttpClient client = wire.connect();
              client.send(request.head() + "a tenth of it");
              request.probe().await("in service");
              client.reset();
              request.readNothing(client);
            })
        .expect(400, Ending.ABORTED)
        .lostConnectionEscapes();
    situation("gone_duringUpload_halfCloses") // still there to read what the server says
        .servlet(reads)
        .client(
            wire -> {
              WireRequest request = wire.request("POST").header("Content-Length", "1000");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.head() + "a tenth of it");
                client.finishSending();
                request.read(client);
              }
            })
        .expect(400)
        .lostConnectionEscapes();
  }

  private void defineDuringAsync() {
    situation("gone_duringAsync_writeFails")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.signal("in service");
              probe.elsewhere(
                  () -> {
                    probe.await("client gone");
                    try {
                      probe.writeUntilItFails(response.getOutputStream());
                    } finally {
                      async.complete();
                    }
                  });
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(200, Ending.ABORTED)
        .lostConnection();
    situation("gone_duringAsync_inStream")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.elsewhere(
                  () -> {
                    try {
                      probe.writeUntilItFails(response.getOutputStream());
                    } finally {
                      async.complete();
                    }
                  });
            })
        .client(ClientGoneSituations::readsAndResets)
        .expect(200, Ending.ABORTED)
        .lostConnection();
    situation("gone_duringAsync_neverWritten")
        .servlet(
            (request, response, probe) -> {
              AsyncContext async = request.startAsync(request, response);
              probe.signal("in service");
              probe.elsewhere(
                  () -> {
                    probe.await("client gone");
                    probe.last();
                    async.complete();
                  });
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(200, Set.of(Ending.COMPLETED, Ending.ABORTED))
        .lostConnectionOrNothing();
    situation("gone_duringAsync_timeout")
        .servlet(
            (request, response, probe) -> {
              request.startAsync(request, response).setTimeout(300);
              probe.signal("in service");
            })
        .client(ClientGoneSituations::resetsBeforeTheAnswer)
        .expect(500, Set.of(Ending.COMPLETED, Ending.ABORTED))
        .lostConnectionOrNothing()
        .timedOut();
  }
}
