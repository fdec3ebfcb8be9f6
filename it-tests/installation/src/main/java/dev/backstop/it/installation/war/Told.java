package dev.backstop.it.installation.war;

import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a web application tells the test, over the wall between their class loaders: only classes of
 * the platform are the same on both sides.
 */
public final class Told {
  private static final String KEY = "dev.backstop.it.installation.war";

  private Told() {}

  /** Has what is told from now on put into a queue; null for nobody listens. */
  public static void listen(@Nullable Queue<Object> queue) {
    if (queue == null) {
      System.getProperties().remove(KEY);
    } else {
      System.getProperties().put(KEY, queue);
    }
  }

  @SuppressWarnings("unchecked")
  static void tell(Object what) {
    if (System.getProperties().get(KEY) instanceof Queue<?> queue) {
      ((Queue<Object>) queue).add(what);
    }
  }
}
