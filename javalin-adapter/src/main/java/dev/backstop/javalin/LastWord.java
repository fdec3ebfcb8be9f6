package dev.backstop.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.http.RequestLogger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands for all request loggers: Javalin calls them when the answer has been written. Where there
 * is a fence each of them runs, whatever the ones before it threw.
 */
final class LastWord implements RequestLogger {
  private final List<RequestLogger> loggers;

  private LastWord(List<RequestLogger> loggers) {
    this.loggers = loggers;
  }

  static void put(JavalinState state) {
    LastWord all = new LastWord(List.copyOf(state.httpRequestLoggers));
    state.httpRequestLoggers.clear();
    state.httpRequestLoggers.add(all);
  }

  @Override
  public void handle(Context context, Float executionTimeMillis) throws Exception {
    JavalinResponse response = JavalinResponse.in(context.res());
    if (response == null || !response.hasFence()) {
      for (RequestLogger logger : loggers) {
        logger.handle(context, executionTimeMillis);
      }
      return;
    }
    response.answered();
    Throwable first = null;
    for (RequestLogger logger : loggers) {
      try {
        logger.handle(context, executionTimeMillis);
      } catch (Throwable t) {
        first = collect(first, t);
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof Exception exception) {
      throw exception; // Javalin logs it
    }
  }

  private static Throwable collect(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}
