package dev.backstop.slo;

import org.jspecify.annotations.Nullable;

/**
 * Where each thread stands, for who takes a resource and has no request at hand. One for each
 * {@link ServiceLevels}; a thread that has left everything has no entry.
 */
final class Places {
  @SuppressWarnings("ThreadLocalUsage") // several may live in one server, each with its own clock
  private final ThreadLocal<@Nullable Place> here = new ThreadLocal<>();

  @Nullable Place here() {
    return here.get();
  }

  Place enter(SloWatch watch, @Nullable CleanupRun run) {
    Place place = new Place(watch, run, here.get());
    here.set(place);
    return place;
  }

  void leave(Place place) {
    Place outer = place.outer();
    if (outer == null) {
      here.remove();
    } else {
      here.set(outer);
    }
  }
}
