package dev.backstop.cancellation;

import org.jspecify.annotations.Nullable;

/**
 * A member of the list of a token: something to be done, or a child. Guarded by the lock of the
 * tree.
 */
abstract sealed class Node permits Due, Token {
  @Nullable Token owner; // null once it is taken out
  @Nullable Node above;
  @Nullable Node below;
}
