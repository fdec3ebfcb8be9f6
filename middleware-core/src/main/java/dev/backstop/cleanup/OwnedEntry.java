package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;

/** A cleanup whose registration was given out, so it knows the registry for {@link #runNow}. */
sealed class OwnedEntry extends Entry permits HeldEntry {
  private final CleanupRegistry registry;

  OwnedEntry(String name, Object work, CleanupRegistry registry) {
    super(name, work);
    this.registry = registry;
  }

  @Override
  void call(Object work, Outcome outcome) throws Exception {
    ((Cleanup) work).run(outcome);
  }

  @Override
  void forget() {}

  @Override
  public boolean dismiss() {
    boolean dismissed = super.dismiss();
    if (dismissed) {
      registry.spent();
    }
    return dismissed;
  }

  @Override
  public final boolean runNow() {
    if (!take()) {
      return false;
    }
    registry.runEarly(this);
    return true;
  }
}
