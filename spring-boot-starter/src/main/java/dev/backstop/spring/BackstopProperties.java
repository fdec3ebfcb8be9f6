package dev.backstop.spring;

import dev.backstop.observe.CleanupSpans;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code backstop.*} says.
 *
 * @param enabled Whether to build a Backstop and to install it.
 * @param servletApiOnly Whether to go by the Servlet API alone, also where the container has a
 *     signal of its own.
 * @param fallbackAfter How long after the last sign of an exchange the watchdog ends it by itself;
 *     at least a second.
 * @param reportAge Age from which an open exchange is reported, once.
 * @param carryDeadline How long the unwinding waits for carried tasks, and handed-off work may
 *     take.
 * @param slowCleanupAfter Duration from which a cleanup is reported as slow; none is, where this is
 *     not set.
 * @param timeCleanups Whether to time each cleanup.
 * @param keepHeaders Request headers that each exchange keeps a snapshot of.
 * @param metrics The timer of requests.
 * @param tracing The server span.
 * @param accessLog The log line of each exchange.
 * @param loggingContext What is given back of the logging context (MDC).
 * @param pitfalls What is done about misuse that was caught.
 */
@ConfigurationProperties("backstop")
record BackstopProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("false") boolean servletApiOnly,
    @DefaultValue("10s") Duration fallbackAfter,
    @DefaultValue("5m") Duration reportAge,
    @DefaultValue("30s") Duration carryDeadline,
    @Nullable Duration slowCleanupAfter,
    @DefaultValue("false") boolean timeCleanups,
    @Nullable List<String> keepHeaders,
    @DefaultValue Metrics metrics,
    @DefaultValue Tracing tracing,
    @DefaultValue AccessLog accessLog,
    @DefaultValue LoggingContext loggingContext,
    @DefaultValue Pitfalls pitfalls) {

  /**
   * The timer of requests.
   *
   * @param enabled Whether to record metrics, where there is a MeterRegistry.
   * @param name Name of the timer. By default that of Spring's observation, or
   *     backstop.server.requests where that is kept.
   * @param keepSpringObservation Whether Spring's own observation of requests stays on. By default
   *     only where Backstop would not record all that it records.
   * @param percentileHistogram Whether to publish the buckets from which percentiles are computed.
   * @param serviceLevelObjectives Durations that get a bucket of their own.
   * @param maxRoutes How many routes become values of the tag uri.
   * @param maxExceptions How many exceptions become values of the tag exception.
   * @param maxCleanups How many cleanups become values of the tag cleanup.
   * @param cleanupTimers Whether each cleanup is timed.
   * @param tags Fixed tags of every meter of Backstop.
   */
  record Metrics(
      @DefaultValue("true") boolean enabled,
      @Nullable String name,
      @Nullable Boolean keepSpringObservation,
      @DefaultValue("false") boolean percentileHistogram,
      @DefaultValue List<Duration> serviceLevelObjectives,
      @DefaultValue("1000") int maxRoutes,
      @DefaultValue("100") int maxExceptions,
      @DefaultValue("100") int maxCleanups,
      @DefaultValue("true") boolean cleanupTimers,
      @DefaultValue Map<String, String> tags) {}

  /**
   * The server span.
   *
   * @param enabled Whether to make the server span, where there is an OpenTelemetry.
   * @param queries Whether the span has the query string, redacted.
   * @param sensitiveQueryParameters Query parameters to redact, in place of those that
   *     OpenTelemetry lists.
   * @param cleanupSpans Which cleanups become spans of their own.
   * @param slowCleanupAfter How long a cleanup takes before it is slow, for its span.
   */
  record Tracing(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("true") boolean queries,
      @Nullable List<String> sensitiveQueryParameters,
      @DefaultValue("slow-or-failed") CleanupSpans cleanupSpans,
      @DefaultValue("100ms") Duration slowCleanupAfter) {}

  /**
   * The log line of each exchange.
   *
   * @param enabled Whether to write an access log.
   * @param logger Name of the logger.
   * @param headers Request headers that the event carries.
   * @param requestIdHeader Header in which a client may send its request id.
   * @param ownRequestIds Whether to make all request ids, whatever a client sent.
   * @param queries Whether the event has the query string, redacted.
   * @param stackTraces Whether the stack trace of a failure is attached.
   * @param skipPaths Paths whose exchanges are left out where they went well; a prefix ends in an
   *     asterisk.
   */
  record AccessLog(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("dev.backstop.access") String logger,
      @DefaultValue List<String> headers,
      @DefaultValue("X-Request-Id") String requestIdHeader,
      @DefaultValue("false") boolean ownRequestIds,
      @DefaultValue("false") boolean queries,
      @DefaultValue("true") boolean stackTraces,
      @DefaultValue List<String> skipPaths) {}

  /**
   * What is given back of the logging context (MDC).
   *
   * @param enabled Whether each thread gets its logging context (MDC) back after a dispatch.
   */
  record LoggingContext(@DefaultValue("true") boolean enabled) {}

  /**
   * What is done about misuse that was caught.
   *
   * @param logging Whether to log the misuse that was caught.
   */
  record Pitfalls(@DefaultValue("true") boolean logging) {}
}
