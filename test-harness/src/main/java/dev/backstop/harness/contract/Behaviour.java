package dev.backstop.harness.contract;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What a servlet of a situation does. */
@FunctionalInterface
interface Behaviour {
  void handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException;

  /** The same for one that talks to the client past the socket, or works on other threads. */
  @FunctionalInterface
  interface Probed {
    void handle(HttpServletRequest request, HttpServletResponse response, Probe probe)
        throws IOException, ServletException;
  }

  static Behaviour of(Probed probed) {
    return (request, response) -> probed.handle(request, response, Probe.of(request));
  }
}
