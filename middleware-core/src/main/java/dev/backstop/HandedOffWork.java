package dev.backstop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The work that was handed off and has not finished. Thread-safe. */
final class HandedOffWork {
  private final Set<HandedOff> going = ConcurrentHashMap.newKeySet();

  void add(HandedOff work) {
    going.add(work);
  }

  void remove(HandedOff work) {
    going.remove(work);
  }

  /** A context has stopped: what its exchanges handed off has no place to go on. */
  void stopped(Object home) {
    for (HandedOff work : going) {
      if (work.isAtHome(home)) {
        work.reap();
      }
    }
  }
}
