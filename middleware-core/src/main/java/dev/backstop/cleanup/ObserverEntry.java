package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of one observer: entry and adapter in one object, since every exchange has some. */
final class ObserverEntry extends Entry {
  private @Nullable CleanupRegistry registry; // dropped at the end: a kept report keeps no exchange

  ObserverEntry(String name, EndObserver observer, CleanupRegistry registry) {
    super(name, observer);
    this.registry = registry;
  }

  @Override
  void call(Object work, Outcome outcome) {
    CleanupRegistry mine = Objects.requireNonNull(registry, name);
    try {
      ((EndObserver) work).end(outcome, mine.reportForObservers());
    } catch (Throwable t) {
      mine.observerFailed(name, t);
      throw t;
    }
  }

  @Override
  void forget() {
    registry = null;
  }

  @Override
  public boolean runNow() {
    throw new AssertionError("no registration of this entry is given out");
  }
}
