package dev.backstop.observe;

import dev.backstop.completion.RequestHead;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Configures {@link Tracing}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class TracingBuilder {
  private final Mistakes mistakes = new Mistakes();
  private final @Nullable OpenTelemetry openTelemetry;
  @Nullable Predicate<RequestHead> trusted;
  Set<String> sensitive = QueryRedaction.SENSITIVE;
  boolean queries = true;
  CleanupSpans cleanupSpans = CleanupSpans.SLOW_OR_FAILED;
  Duration slowCleanup = Duration.ofMillis(100);

  TracingBuilder(@Nullable OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
    mistakes.given(
        openTelemetry, "builder(openTelemetry)", "give the OpenTelemetry that you export from");
  }

  /**
   * Sets whose trace context is continued. For a request that does not match, a new trace begins,
   * linked to the span that the client named: its sampled flag, its tracestate and its baggage are
   * ignored. Without this call every client is trusted.
   *
   * @param matching asked at most once for an exchange, and only where a context was sent
   * @return this builder
   */
  public TracingBuilder trustInbound(Predicate<RequestHead> matching) {
    if (mistakes.given(matching, "trustInbound(predicate)", "leave the call out to trust all")
        && mistakes.holds(trusted == null, "trustInbound(predicate) was called twice: keep one")) {
      trusted = matching;
    }
    return this;
  }

  /**
   * Sets the query parameters whose values become {@code REDACTED} in {@code url.query}, in place
   * of those that the conventions list: AWSAccessKeyId, Signature, sig and X-Goog-Signature. None
   * redacts nothing.
   *
   * @param names matched by case
   * @return this builder
   */
  public TracingBuilder sensitiveQueryParameters(String... names) {
    if (mistakes.given(names, "sensitiveQueryParameters(names)", "leave the call out")) {
      Set<String> given = new LinkedHashSet<>();
      for (String name : names) {
        if (mistakes.given(name, "sensitiveQueryParameters(name)", "name a parameter")) {
          given.add(name);
        }
      }
      sensitive = Set.copyOf(given);
    }
    return this;
  }

  /**
   * Leaves out {@code url.query}.
   *
   * @return this builder
   */
  public TracingBuilder withoutQueries() {
    queries = false;
    return this;
  }

  /**
   * Sets which cleanups of the application become spans of their own; the default is {@link
   * CleanupSpans#SLOW_OR_FAILED}.
   *
   * @param level all, some or none
   * @return this builder
   */
  public TracingBuilder cleanupSpans(CleanupSpans level) {
    if (mistakes.given(level, "cleanupSpans(level)", "leave the call out for SLOW_OR_FAILED")) {
      cleanupSpans = level;
    }
    return this;
  }

  /**
   * Sets how long a cleanup may take before it is slow, for {@link CleanupSpans#SLOW_OR_FAILED};
   * the default is 100 milliseconds.
   *
   * @param limit positive
   * @return this builder
   */
  public TracingBuilder slowCleanupAfter(Duration limit) {
    if (mistakes.given(limit, "slowCleanupAfter(limit)", "leave the call out for 100 milliseconds")
        && mistakes.holds(
            !limit.isZero() && !limit.isNegative(),
            "slowCleanupAfter("
                + limit
                + "): expected a positive duration; for a span of each cleanup set"
                + " cleanupSpans(CleanupSpans.ALL)")) {
      slowCleanup = limit;
    }
    return this;
  }

  /**
   * {@return the middleware}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public Tracing build() {
    mistakes.refuse("Tracing");
    if (openTelemetry == null) {
      throw new IllegalStateException("unreachable: a missing OpenTelemetry is a mistake");
    }
    return new Tracing(this, openTelemetry);
  }
}
