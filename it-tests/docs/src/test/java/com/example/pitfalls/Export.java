package com.example.pitfalls;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that sends more than any buffer holds, until it cannot any more. */
final class Export extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] page = new byte[64 * 1024];
    for (int i = 0; i < 2_000; i++) {
      response.getOutputStream().write(page);
    }
  }
}
