package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;

/** The end of one observer: entry and adapter in one object, since every exchange has some. */
final class ObserverEntry extends Entry {
  private final CleanupRegistry registry;

  ObserverEntry(String name, EndObserver observer, CleanupRegistry registry) {
    super(name, observer);
    this.registry = registry;
  }

  @Override
  void call(Object work, Outcome outcome) {
    try {
      ((EndObserver) work).end(outcome, registry.report());
    } catch (Throwable t) {
      registry.observerFailed(name, t);
      throw t;
    }
  }

  @Override
  void forget() {}

  @Override
  public boolean runNow() {
    throw new AssertionError("no registration of this entry is given out");
  }
}
