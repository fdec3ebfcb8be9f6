package dev.backstop.benchmarks.jmh;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a small handler answers. */
final class Answer {
  static final int STATUS = HttpServletResponse.SC_CREATED;
  static final byte[] SMALL = "{\"id\":42,\"name\":\"Ada L.\"}".getBytes(StandardCharsets.UTF_8);

  private Answer() {}

  /** Sets a status, a type and a length, and writes a body of 25 bytes. */
  static void small(HttpServletResponse response) throws IOException {
    response.setStatus(STATUS);
    response.setContentType("application/json");
    response.setContentLength(SMALL.length);
    ServletOutputStream stream = response.getOutputStream();
    stream.write(SMALL, 0, SMALL.length);
  }
}
