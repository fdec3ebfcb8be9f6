package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Stage;
import dev.backstop.Watch;

/**
 * Gives each thread its logging context (MDC) back, exactly as it was, at the end of every
 * dispatch, so that no request logs with the fields of another. What the application left behind,
 * removed or changed is reported, with the keys and without the values.
 *
 * <pre>{@code
 * Backstop.builder().use(LoggingContext.create()).use(Tracing.create(openTelemetry))
 * }</pre>
 *
 * <p>It has no level: nothing of it is sampled. Where a thread comes and goes with an empty MDC it
 * allocates nothing but one small object an exchange; where an outer layer has set one field, some
 * 450 bytes a dispatch for two copies (both with Logback). Who put a key cannot be seen from SLF4J,
 * so the place is the servlet that the dispatch was mapped to.
 *
 * <p>Thread-safe.
 */
public final class LoggingContext implements Middleware {
  private LoggingContext() {}

  /** {@return the middleware} */
  public static LoggingContext create() {
    return new LoggingContext();
  }

  /** Returns {@link Stage#CONTEXT}: observers that put keys take them back before it looks. */
  @Override
  public Stage stage() {
    return Stage.CONTEXT;
  }

  @Override
  public Watch start(Exchange exchange) {
    return new LoggingContextWatch(exchange);
  }
}
