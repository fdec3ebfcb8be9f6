package dev.backstop.harness.contract;

import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The status changed after the commit, by each way of committing: the client has the first. */
final class CommitSituations extends SituationGroup {
  private static final String LARGE = "0123456789abcdef".repeat(8 * 1024); // 128 KB

  CommitSituations() {
    super("commit");
  }

  /** A way to commit. */
  @FunctionalInterface
  private interface Way {
    void commit(HttpServletResponse response, Probe probe) throws IOException;
  }

  private SituationBuilder commitBy(String name, Way way) {
    return situation("commit_by" + name)
        .servlet(
            (request, response, probe) -> {
              response.setStatus(201);
              way.commit(response, probe);
              response.setStatus(500);
            })
        .expect(201)
        .pitfalls(PitfallKind.STATUS_AFTER_COMMIT);
  }

  @Override
  void define() {
    commitBy("FlushBuffer", (response, probe) -> response.flushBuffer());
    defineStreams();
    defineWriters();
    commitBy(
        "ContentLengthReached",
        (response, probe) -> {
          response.setContentLength(5);
          response.getOutputStream().print("12345");
        });
    commitBy(
        "ContentLengthReachedByWriter",
        (response, probe) -> {
          response.setContentLength(5);
          response.getWriter().print("12345");
          response.getWriter().flush();
        });
    commitBy("SendRedirect", (response, probe) -> response.sendRedirect("/elsewhere"))
        .expect(302)
        .pitfalls();
    commitBy("SendError", (response, probe) -> response.sendError(409))
        .expect(409)
        .pitfalls(PitfallKind.STATUS_AFTER_SEND_ERROR);
    situation("commit_thenSameStatus")
        .servlet(
            (request, response) -> {
              response.setStatus(201);
              response.flushBuffer();
              response.setStatus(201); // says what the client knows: no misuse
            })
        .expect(201);
    situation("commit_thenHeaders")
        .servlet(
            (request, response) -> {
              response.flushBuffer();
              response.setHeader("X-Late", "1");
              response.addIntHeader("X-Late-Too", 2);
              response.setContentLength(7);
              response.getWriter().print("kept");
            });
    situation("commit_betweenWrites")
        .servlet(
            (request, response) -> {
              for (int i = 0; i < 5; i++) {
                response.getOutputStream().print("part " + i);
                response.flushBuffer();
              }
            });
  }

  private void defineStreams() {
    commitBy("StreamFlush", (response, probe) -> response.getOutputStream().flush());
    commitBy("StreamClose", (response, probe) -> response.getOutputStream().close());
    commitBy("StreamOverflow", (response, probe) -> response.getOutputStream().write(bytes()));
    commitBy("StreamPrint", (response, probe) -> response.getOutputStream().print(LARGE));
    commitBy("StreamPrintln", (response, probe) -> response.getOutputStream().println(LARGE));
    commitBy(
        "StreamSingleBytes",
        (response, probe) -> {
          for (byte each : bytes()) {
            response.getOutputStream().write(each);
          }
        });
    commitBy(
        "ByteBuffer",
        (response, probe) -> {
          if (probe.facts().hasServlet61()) {
            response.getOutputStream().write(ByteBuffer.wrap(bytes()));
          } else {
            response.getOutputStream().write(bytes());
          }
        });
    situation("commit_printsOfAllKinds")
        .servlet(
            (request, response) -> {
              var out = response.getOutputStream();
              out.print(true);
              out.print('c');
              out.print(1);
              out.print(2L);
              out.print(3.5f);
              out.print(4.5);
              out.println();
              out.println(false);
              out.println('d');
              out.println(5);
              out.println(6L);
              out.println(7.5f);
              out.println(8.5);
              out.println("text");
              out.write(new byte[] {65, 66, 67}, 1, 2);
            });
  }

  private void defineWriters() {
    commitBy("WriterFlush", (response, probe) -> response.getWriter().flush());
    commitBy("WriterClose", (response, probe) -> response.getWriter().close());
    commitBy("WriterOverflow", (response, probe) -> response.getWriter().write(LARGE));
    commitBy("WriterPrintf", (response, probe) -> response.getWriter().printf("%s", LARGE));
    commitBy("WriterAppend", (response, probe) -> response.getWriter().append(LARGE));
    commitBy(
        "WriterCheckError",
        (response, probe) -> {
          if (response.getWriter().checkError()) { // flushes, as PrintWriter says
            throw new IOException("nobody left, yet the writer has failed");
          }
        });
    for (String charset : new String[] {"UTF-8", "ISO-8859-1", "UTF-16", "US-ASCII"}) {
      situation("commit_writerIn_" + charset)
          .servlet(
              (request, response) -> {
                response.setContentType("text/plain;charset=" + charset);
                var out = response.getWriter();
                out.print("caf\u00e9 \u20ac \ud83d\ude00");
                out.println(1.5);
                out.write(new char[] {'x', '\u00fc', 'z'}, 1, 2);
                out.append("end", 0, 2).append('!').printf("%05d", 42);
                out.print((Object) null);
                out.write(0x20ac);
              });
    }
  }

  private static byte[] bytes() {
    return LARGE.getBytes(StandardCharsets.ISO_8859_1);
  }
}
