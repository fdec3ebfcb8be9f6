package dev.backstop.benchmarks.server;

import dev.backstop.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** The application with one resource, whose release is a cleanup. */
final class UsersWithCleanup extends Users {
  private static final long serialVersionUID = 1;

  private final transient LongAdder released;

  UsersWithCleanup(LongAdder released) {
    this.released = released;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange.of(request).cleanups().register("resource", released, LongAdder::increment);
    super.doGet(request, response);
  }
}
