package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows the spans that were started in an exchange, and reports those that have not ended with it
 * ({@code BS-501}), and with {@link #watchEndedSpans} those that are changed after their end
 * ({@code BS-505}). It goes to both sides:
 *
 * <pre>{@code
 * SpanLedger ledger = SpanLedger.create();
 * SdkTracerProvider.builder().addSpanProcessor(ledger.before(exporting))
 * Backstop.builder().use(Tracing.create(openTelemetry)).use(ledger)
 * }</pre>
 *
 * <p>A span belongs to the exchange in whose context it was started, on whatever thread. Every
 * forgotten span is reported, and no collection of garbage is waited for; the level governs only
 * whose opener is known. Once a name was caught, the openers of that name are always looked for.
 * Spans that are not recorded reach no processor and are not seen.
 *
 * <p>It starts after {@link Tracing} and ends before it, so the server span is none of its.
 *
 * <p>Thread-safe.
 */
public final class SpanLedger implements Middleware, SpanProcessor {
  private static final int MOST_NAMES = 1_000;

  /** Looks for changes of ended spans until it is closed. */
  public interface EndedSpanWatch extends AutoCloseable {
    @Override
    void close();
  }

  private final ContextKey<OpenSpans> key = ContextKey.named("backstop-span-ledger");
  private final CallSites sites;
  private final Set<String> caught = ConcurrentHashMap.newKeySet();

  private SpanLedger(PitfallLevel level) {
    this.sites = new CallSites(level);
  }

  /** {@return a ledger at {@link PitfallLevel#SAMPLED}} */
  public static SpanLedger create() {
    return create(PitfallLevel.SAMPLED);
  }

  /**
   * {@return a ledger} At {@link PitfallLevel#OFF} it sees nothing and costs nothing.
   *
   * @param level for how many exchanges the line of code of who starts a span is looked for
   */
  public static SpanLedger create(PitfallLevel level) {
    return new SpanLedger(
        Objects.requireNonNull(level, "level is null; give PitfallLevel.OFF to look at nothing"));
  }

  @Override
  public boolean isOff() {
    return sites.isOff();
  }

  @Override
  public Watch start(Exchange exchange) {
    return new OpenSpans(this, exchange, sites.next());
  }

  /**
   * Reports changes of a span after its end ({@code BS-505}) from now on, in the exchange in whose
   * context they are made. The SDK refuses such a change and tells no processor, but it writes a
   * log record for {@code java.util.logging}, which this listens to; the logger's level is {@code
   * FINE} meanwhile, and what is logged stays as it was.
   *
   * @return what ends it; nothing is watched at {@link PitfallLevel#OFF}
   */
  public EndedSpanWatch watchEndedSpans() {
    return sites.isOff() ? () -> {} : EndedSpanLog.listen(key);
  }

  /**
   * {@return a processor that is this ledger and then another one; at {@link PitfallLevel#OFF} the
   * other one alone, since for several the SDK makes objects with each span}
   *
   * @param next the processor that exports, as a rule
   */
  public SpanProcessor before(SpanProcessor next) {
    return sites.isOff() ? next : SpanProcessor.composite(this, next);
  }

  ContextKey<OpenSpans> key() {
    return key;
  }

  /** Returns the line that starts a span, where it is to be known. */
  @Nullable StackTraceElement openerOf(String name, boolean sampled) {
    return sampled || caught.contains(name) ? CallSites.here() : null;
  }

  void remember(String name) {
    if (caught.size() < MOST_NAMES) {
      caught.add(name);
    }
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    OpenSpans open = parent.get(key);
    if (open != null) {
      open.started(span);
    }
  }

  @Override
  public boolean isStartRequired() {
    return !sites.isOff();
  }

  @Override
  public void onEnd(ReadableSpan span) {
    // A span knows by itself whether it has ended.
  }

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
