package dev.backstop.benchmarks.growth;

import dev.backstop.benchmarks.measure.Variant;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers with a small body. */
class Answer extends HttpServlet {
  private static final byte[] BYTES = Variant.BODY.getBytes(StandardCharsets.US_ASCII);
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    write(response);
  }

  static void write(ServletResponse response) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(BYTES.length);
    response.getOutputStream().write(BYTES);
  }
}
