package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** A cleanup whose registration was given out, so it knows the registry for {@link #runNow}. */
sealed class OwnedEntry extends Entry permits HeldEntry, AsyncEntry {
  private @Nullable CleanupRegistry registry; // dropped at the end: a kept report keeps no exchange

  OwnedEntry(String name, Object work, CleanupRegistry registry) {
    super(name, work);
    this.registry = registry;
  }

  @Override
  void call(Object work, Outcome outcome) throws Exception {
    ((Cleanup) work).run(outcome);
  }

  @Override
  void forget() {
    registry = null;
  }

  /** Returns whether it belongs to another registry; one that is spent belongs to none. */
  boolean isForeignTo(CleanupRegistry one) {
    CleanupRegistry mine = registry;
    return mine != null && mine != one;
  }

  /**
   * Moves the cleanup to another registry: this registration is spent, and who gets a copy pushes
   * it.
   *
   * @return null where it has run, is running or was dismissed
   */
  @Nullable OwnedEntry moveTo(CleanupRegistry other) {
    Object work = takeOver();
    if (work == null) {
      return null;
    }
    OwnedEntry moved = copyFor(other, work);
    registry = null;
    return moved;
  }

  OwnedEntry copyFor(CleanupRegistry other, Object work) {
    return new OwnedEntry(name, work, other);
  }

  @Override
  public boolean dismiss() {
    CleanupRegistry mine = registry;
    boolean dismissed = super.dismiss();
    if (dismissed && mine != null) {
      mine.spent();
    }
    return dismissed;
  }

  @Override
  public final boolean runNow() {
    CleanupRegistry mine = registry;
    if (mine == null || !take()) {
      return false;
    }
    mine.runEarly(this);
    return true;
  }
}
