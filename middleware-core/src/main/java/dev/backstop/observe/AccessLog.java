package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.completion.RequestHead;
import dev.backstop.observe.AccessLogWatch.RequestValues;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes one SLF4J event for each exchange, when it has really ended, with a message that is
 * readable on its own:
 *
 * <pre>{@code
 * "GET /orders/42" 200, 512 bytes in 3.214 ms
 * "POST /orders" 500, 0 bytes in 9.871 ms, java.lang.IllegalStateException at app.Orders.add(Orders.java:42)
 * "GET /stream" 200 ABORTED, 65536 bytes in 1204.551 ms; failed cleanups: audit
 * }</pre>
 *
 * <table>
 * <caption>Key-values of the event; a key without a value is left out</caption>
 * <tr><td>{@code method}, {@code path}</td><td>as sent, cleaned; no query</td></tr>
 * <tr><td>{@code query}</td><td>only where {@link AccessLogBuilder#queries()} asks for it</td></tr>
 * <tr><td>{@code route}</td><td>the template that matched</td></tr>
 * <tr><td>{@code status}</td><td>as the client read it; 0 where none was sent</td></tr>
 * <tr><td>{@code status_source}</td><td>where it is not the container itself</td></tr>
 * <tr><td>{@code ending}</td><td>a name of {@link Ending}</td></tr>
 * <tr><td>{@code timed_out}</td><td>true where asynchronous processing ran into its timeout</td></tr>
 * <tr><td>{@code duration_ms}</td><td>start to last byte, a number with three decimals</td></tr>
 * <tr><td>{@code bytes}</td><td>of the body</td></tr>
 * <tr><td>{@code trace_id}</td><td>as {@code Tracing} set it</td></tr>
 * <tr><td>{@code request_id}</td><td>of the client where it is well formed, else made</td></tr>
 * <tr><td>{@code tenant}</td><td></td></tr>
 * <tr><td>those of {@link Exchange#annotations()}</td><td>in their order</td></tr>
 * <tr><td>{@code error_type}</td><td>{@link Outcome#errorType()}</td></tr>
 * <tr><td>{@code error_category}</td><td>{@link Outcome#errorCategory()}, where there was an
 *   error</td></tr>
 * <tr><td>{@code error_message}, {@code error_origin}, {@code error_handled}</td><td>where there was
 *   an error</td></tr>
 * <tr><td>{@code cleanup_failures}</td><td>names of the cleanups that failed</td></tr>
 * <tr><td>{@code header.<name>}</td><td>those that {@link AccessLogBuilder#headers} lists, lower
 *   case</td></tr>
 * </table>
 *
 * <p>The level is ERROR where {@link Outcome#failed()}; WARN where the client went away, an error
 * was handled, the timeout was hit or a cleanup failed; else INFO, a 4xx too.
 *
 * <p>No line can be forged: whatever a client sent, and the message of an error, is escaped by
 * {@link Untrusted#clean}.
 *
 * <p>Thread-safe.
 */
public final class AccessLog implements Middleware {
  private static final @Nullable String[] NO_VALUES = {};

  private final Logger logger;
  private final @Nullable Predicate<Outcome> skip;
  private final @Nullable Function<Outcome, Level> level;
  private final RequestIds requestIds;
  private final boolean queries;
  private final boolean stackTraces;
  private final List<LoggedHeader> headers;

  AccessLog(AccessLogBuilder builder) {
    this.logger = builder.logger;
    this.skip = builder.skip;
    this.level = builder.level;
    this.requestIds = new RequestIds(builder.requestIdHeader);
    this.queries = builder.queries;
    this.stackTraces = builder.stackTraces;
    this.headers = builder.headers.stream().map(LoggedHeader::new).toList();
  }

  /** {@return an access log with the defaults, which writes to {@code dev.backstop.access}} */
  public static AccessLog create() {
    return builder().build();
  }

  /** {@return a builder with the defaults} */
  public static AccessLogBuilder builder() {
    return new AccessLogBuilder();
  }

  @Override
  public Watch start(Exchange exchange) {
    RequestHead head = exchange.request();
    if (exchange.requestId() == null) {
      exchange.requestId(requestIds.idOf(head));
    }
    String query = queries ? head.query() : null;
    boolean more = query != null || !headers.isEmpty();
    return new AccessLogWatch(this, exchange, more ? valuesOf(head, query) : null);
  }

  private RequestValues valuesOf(RequestHead head, @Nullable String query) {
    return new RequestValues(
        query == null ? null : Untrusted.clean(QueryRedaction.BY_CONVENTION.redact(query)),
        headers.isEmpty() ? NO_VALUES : LoggedHeader.valuesOf(headers, head));
  }

  Logger logger() {
    return logger;
  }

  boolean skips(Outcome outcome) {
    return skip != null && skip.test(outcome);
  }

  Level levelOf(Outcome outcome, boolean cleanupFailed) {
    if (level != null) {
      return level.apply(outcome);
    }
    if (outcome.failed()) {
      return Level.ERROR;
    }
    boolean notable =
        outcome.ending() != Ending.COMPLETED
            || outcome.error() != null
            || outcome.timedOut()
            || cleanupFailed;
    return notable ? Level.WARN : Level.INFO;
  }

  boolean attachesStackTraces() {
    return stackTraces;
  }

  List<LoggedHeader> headers() {
    return headers;
  }
}
