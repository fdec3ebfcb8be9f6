package dev.backstop.benchmarks.server;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** The application with some resources, whose releases are cleanups. */
final class UsersWithCleanups extends Users {
  private static final long serialVersionUID = 1;

  private final int count;
  private final transient LongAdder served = new LongAdder();
  private final transient LongAdder released = new LongAdder();

  UsersWithCleanups(int count) {
    this.count = count;
  }

  @Override
  void check() {
    if (released.sum() != served.sum() * count) {
      throw new IllegalStateException(
          released + " cleanups ran in " + served + " requests, expected " + count + " in each");
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    served.increment();
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    for (int i = 0; i < count; i++) {
      cleanups.register("resource", released, LongAdder::increment);
    }
    super.doGet(request, response);
  }
}
