package dev.backstop;

import jakarta.servlet.UnavailableException;
import org.jspecify.annotations.Nullable;

/** What a container will most likely answer to an error that escaped; a guess, and called so. */
final class Prediction {
  private Prediction() {}

  static int statusOf(@Nullable Throwable error) {
    // Servlet 6.1, 2.3.3.2: permanently unavailable is 404, for a while is 503.
    if (error instanceof UnavailableException unavailable) {
      return unavailable.isPermanent() ? 404 : 503;
    }
    return 500;
  }
}
