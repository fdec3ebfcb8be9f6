package dev.backstop.cleanup;

import dev.backstop.outcome.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A resource, its release and its registration. */
final class HeldEntry<T> extends OwnedEntry implements Held<T> {
  private volatile @Nullable T resource;

  HeldEntry(String name, T resource, Release<? super T> release, CleanupRegistry registry) {
    this(name, resource, (Object) release, registry);
  }

  private HeldEntry(String name, T resource, Object work, CleanupRegistry registry) {
    super(name, work, registry);
    this.resource = resource;
  }

  @Override
  public T get() {
    T current = resource;
    if (current == null) {
      throw new IllegalStateException(
          "'"
              + name
              + "' has been released; take what you need from it before runNow() or the end"
              + " of the exchange");
    }
    return current;
  }

  @Override
  @SuppressWarnings("NullAway") // an entry that was pending has its resource, and keeps it here:
  HeldEntry<T> copyFor(CleanupRegistry other, Object work) { // get() is what the work goes on with
    return new HeldEntry<>(name, resource, work, other);
  }

  @Override
  public HeldEntry<T> timeout(Duration limit) {
    super.timeout(limit);
    return this;
  }

  @Override
  public boolean dismiss() {
    T mine = resource; // dismissing hands the resource to the caller: get() keeps working
    boolean dismissed = super.dismiss();
    if (dismissed) {
      resource = mine;
    }
    return dismissed;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // hold() bound release and resource together
  void call(Object work, Outcome outcome) throws Exception {
    ((Release<Object>) work).release(resource);
  }

  @Override
  void forget() {
    super.forget();
    resource = null;
  }
}
