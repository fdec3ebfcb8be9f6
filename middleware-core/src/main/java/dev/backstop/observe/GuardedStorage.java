package dev.backstop.observe;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A context storage that tells the dispatch of its thread which scopes are opened in it. */
final class GuardedStorage implements ContextStorage {
  private final ContextStorage storage;
  private final ThreadLocal<@Nullable DispatchScopes> current;

  GuardedStorage(ContextStorage storage, ThreadLocal<@Nullable DispatchScopes> current) {
    this.storage = storage;
    this.current = current;
  }

  @Override
  public Scope attach(Context attached) {
    DispatchScopes dispatch = current.get();
    if (dispatch == null || attached == null || attached == storage.current()) {
      return storage.attach(attached);
    }
    return dispatch.opened(storage.attach(attached));
  }

  @Override
  public @Nullable Context current() {
    return storage.current();
  }

  @Override
  public Context root() {
    return storage.root();
  }
}
