package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/** The release of a resource that nobody holds a registration of. */
final class ReleaseEntry extends Entry {
  private @Nullable Object resource;

  ReleaseEntry(String name, Object resource, Release<?> release) {
    super(name, release);
    this.resource = resource;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // register() bound release and resource together
  void call(Object work, Outcome outcome) throws Exception {
    ((Release<Object>) work).release(resource);
  }

  @Override
  void forget() {
    resource = null;
  }

  @Override
  public boolean runNow() {
    throw new AssertionError("no registration of this entry is given out");
  }
}
