package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.util.Arrays;

/** Content-Length missed, heads too large, answers without a body, 1xx and 101. */
final class FramingSituations extends SituationGroup {
  FramingSituations() {
    super("framing");
  }

  @Override
  void define() {
    defineLengths();
    defineHeads();
    defineBodiless();
    defineUpgrade();
    situation("http10_body")
        .servlet((request, response) -> response.getWriter().print("until close"))
        .client(wire -> wire.get().http10().exchange());
    situation("http10_throwsAfterCommit") // an orderly close would be the end of a good answer
        .servlet(
            (request, response) -> {
              response.getWriter().print("some");
              response.flushBuffer();
              throw new ThrownException();
            })
        .client(wire -> wire.get().http10().exchange())
        .expect(200, Ending.TRUNCATED)
        .error(ThrownException.class);
  }

  private void defineLengths() {
    situation("length_tooFew")
        .servlet(
            (request, response) -> {
              response.setContentLength(10);
              response.getOutputStream().print("12345");
            })
        .expect(200, Ending.TRUNCATED);
    situation("length_tooFew_afterCommit")
        .servlet(
            (request, response) -> {
              response.setContentLength(10);
              response.getOutputStream().print("12345");
              response.flushBuffer();
            })
        .expect(200, Ending.TRUNCATED);
    situation("length_tooMany")
        .servlet(
            (request, response) -> {
              response.setContentLength(5);
              response.getOutputStream().print("1234567890");
            });
    situation("length_tooMany_afterCommit")
        .servlet(
            (request, response) -> {
              response.setContentLength(5);
              response.getOutputStream().print("123");
              response.flushBuffer();
              response.getOutputStream().print("4567890");
            });
    situation("length_zero")
        .servlet(
            (request, response) -> {
              response.setStatus(203);
              response.setContentLength(0);
            })
        .expect(203);
    situation("length_exact")
        .servlet(
            (request, response) -> {
              response.setContentLengthLong(5);
              response.getWriter().print("12345");
            });
  }

  private void defineHeads() {
    situation("head_tooLarge")
        .servlet(
            (request, response) -> {
              response.setHeader("X-Large", "x".repeat(100_000));
              response.getWriter().print("never sent");
            })
        .expect(500);
    situation("head_tooLarge_flushed")
        .servlet(
            (request, response) -> {
              response.setHeader("X-Large", "x".repeat(100_000));
              response.setContentLength(
                  0); // Tomcat would end the body of its 500 with a stray chunk
              response.flushBuffer();
            })
        .expect(500);
  }

  private void defineBodiless() {
    situation("head_ofBody")
        .servlet((request, response) -> response.getWriter().print("not for HEAD"))
        .client(wire -> wire.request("HEAD").exchange());
    situation("head_ofLargeBody")
        .servlet((request, response) -> response.getOutputStream().write(new byte[200_000]))
        .client(wire -> wire.request("HEAD").exchange());
    situation("head_ofContentLength")
        .servlet(
            (request, response) -> {
              response.setContentLength(1234);
              response.setStatus(203);
            })
        .client(wire -> wire.request("HEAD").exchange())
        .expect(203);
    situation("head_throws")
        .servlet(
            (request, response) -> {
              throw new ThrownException();
            })
        .client(wire -> wire.request("HEAD").exchange())
        .expect(500)
        .error(ThrownException.class);
    situation("status_204").servlet((request, response) -> response.setStatus(204)).expect(204);
    situation("status_204_withBody")
        .servlet(
            (request, response) -> {
              response.setStatus(204);
              response.getWriter().print("no room for it");
            })
        .expect(204);
    situation("status_304")
        .servlet(
            (request, response) -> {
              response.setStatus(304);
              response.setHeader("ETag", "\"1\"");
            })
        .expect(304);
    situation("status_304_withLength")
        .servlet(
            (request, response) -> {
              response.setStatus(304);
              response.setContentLength(1234);
            })
        .expect(304);
    situation("status_103_beforeFinal") // where a container sends interim answers at all
        .servlet(
            (request, response, probe) -> {
              if (probe.facts().sendsInterim()) {
                response.setHeader("Link", "</style.css>; rel=preload");
                response.sendError(103);
              }
              response.setStatus(202);
              response.getWriter().print("the answer");
            })
        .expect(202);
    situation("methods_ofAllKinds")
        .servlet((request, response) -> response.setStatus(203))
        .client(
            wire -> {
              for (String method :
                  new String[] {"PUT", "DELETE", "OPTIONS", "PATCH", "PURGE", "X-OWN"}) {
                wire.request(method).exchange();
              }
            })
        .expect(203);
  }

  /** Speaks another protocol: one byte, and the end. */
  public static final class Greeting implements HttpUpgradeHandler {
    /** For the container. */
    public Greeting() {}

    @Override
    public void init(WebConnection connection) {
      try (connection) {
        connection.getOutputStream().write('!');
        connection.getOutputStream().flush();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void destroy() {}
  }

  private void defineUpgrade() {
    situation("upgrade_101")
        .servlet((request, response) -> request.upgrade(Greeting.class))
        .client(
            wire -> {
              WireRequest request =
                  wire.get().header("Connection", "Upgrade").header("Upgrade", "greeting");
              try (RawHttpClient client = wire.connect()) {
                client.send(request.text());
                request.read(client);
                byte[] greeting = client.readBytes(1);
                if (greeting.length != 1 || greeting[0] != '!') {
                  throw new AssertionError("greeted by " + Arrays.toString(greeting));
                }
              }
            })
        .expect(101);
    situation("upgrade_refused")
        .servlet((request, response) -> response.sendError(426))
        .client(
            wire ->
                wire.get().header("Connection", "Upgrade").header("Upgrade", "greeting").exchange())
        .expect(426);
  }
}
