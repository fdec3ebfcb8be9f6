package dev.backstop.cleanup;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Moves cleanups from one registry to another: all that were named, or none. */
final class HandOver {
  private HandOver() {}

  static void move(CleanupRegistry from, CleanupRegistry to, Registration... cleanups) {
    Set<Registration> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Registration one : cleanups) {
      wanted.add(requireOf(from, one));
    }
    Deque<OwnedEntry> ordered = new ArrayDeque<>(); // bottom first
    for (Entry entry = from.top(); entry != null; entry = entry.next) {
      if (entry instanceof OwnedEntry owned && wanted.remove(owned)) {
        ordered.push(owned);
      }
    }
    for (Registration absent : wanted) {
      throw notWaiting((OwnedEntry) absent); // spent long ago, or in the hand of who unwinds
    }
    for (OwnedEntry entry : ordered) {
      OwnedEntry moved = entry.moveTo(to);
      if (moved == null) {
        from.takeBack(to); // each runs once: there
        throw notWaiting(entry);
      }
      to.push(moved);
    }
  }

  private static OwnedEntry requireOf(CleanupRegistry from, Registration cleanup) {
    if (!(cleanup instanceof OwnedEntry entry)) {
      throw new NullPointerException("registration is null; hand over registrations, or none");
    }
    if (entry.isForeignTo(from)) {
      throw new IllegalArgumentException(
          "cleanup '"
              + entry.name
              + "' is of another exchange; hand over what was registered in this one");
    }
    if (!entry.isWaiting()) {
      throw notWaiting(entry);
    }
    return entry;
  }

  private static IllegalStateException notWaiting(OwnedEntry entry) {
    return new IllegalStateException(
        "cleanup '"
            + entry.name
            + "' cannot be handed over: it has run, runs, or was taken back; hand it over before"
            + " the end of the exchange");
  }
}
