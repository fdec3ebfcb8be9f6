package dev.backstop.observe;

import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.context.ContextStorage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches the scopes of OpenTelemetry's context that an application opens while it serves a
 * dispatch. A scope that is left open is reported and closed at the end of the dispatch ({@code
 * BS-502}); one that is closed while a later one is open takes effect when that one is closed, and
 * is reported ({@code BS-503}); one that is closed on another thread leaves that thread alone, and
 * is reported ({@code BS-504}). The thread's context is what it was before, in every case.
 *
 * <pre>{@code
 * ScopeGuard guard = ScopeGuard.install(PitfallLevel.SAMPLED); // first of all in main
 * Backstop.builder().use(Tracing.create(openTelemetry)).use(guard)
 * }</pre>
 *
 * <p>{@link #install} must run before anything uses a context, since OpenTelemetry takes no wrapper
 * of its storage later. Where it came too late, a scope left open is still found and closed, by
 * comparing contexts, but its opener is not known. The level governs only whose opener is known:
 * the closer's line always is. At {@link PitfallLevel#OFF} nothing is watched, and {@link Tracing}
 * alone restores the context.
 *
 * <p>Use it last: a middleware of yours that opens scopes and comes after it is watched as the
 * application is.
 *
 * <p>Making a context current that is so already opens nothing, and is not watched.
 *
 * <p>Thread-safe.
 */
public final class ScopeGuard implements Middleware {
  @SuppressWarnings(
      "ThreadLocalUsage") // one for each object that an application makes, as is wanted
  private final ThreadLocal<@Nullable DispatchScopes> current = new ThreadLocal<>();

  private final CallSites sites;

  private ScopeGuard(PitfallLevel level) {
    this.sites = new CallSites(level);
  }

  /**
   * Installs a guard around OpenTelemetry's storage.
   *
   * @param level for how many dispatches the line of code of who opens a scope is looked for
   * @return the guard, for {@link dev.backstop.BackstopBuilder#use}
   */
  public static ScopeGuard install(PitfallLevel level) {
    ScopeGuard guard = create(level);
    if (!guard.sites.isOff()) {
      ContextStorage.addWrapper(guard::around);
    }
    return guard;
  }

  /**
   * {@return a guard that is not installed, for a storage of your own: see {@link #around}}
   *
   * @param level for how many dispatches the line of code of who opens a scope is looked for
   */
  public static ScopeGuard create(PitfallLevel level) {
    return new ScopeGuard(
        Objects.requireNonNull(level, "level is null; give PitfallLevel.OFF to watch nothing"));
  }

  /**
   * {@return a storage that this guard watches; {@link #install} puts one around the default}
   *
   * @param storage where contexts are kept
   */
  public ContextStorage around(ContextStorage storage) {
    return new GuardedStorage(storage, current);
  }

  @Override
  public boolean isOff() {
    return sites.isOff();
  }

  @Override
  public Watch start(Exchange exchange) {
    return new ScopeGuardWatch(exchange, current, sites.next());
  }
}
