package dev.backstop.javalin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where an application and its client wait for each other. Thread-safe. */
final class Meeting {
  private final Map<String, CountDownLatch> points = new ConcurrentHashMap<>();

  private CountDownLatch point(String name) {
    return points.computeIfAbsent(name, ignored -> new CountDownLatch(1));
  }

  /** Says that a point has been reached. */
  void reach(String name) {
    point(name).countDown();
  }

  /** Waits for the other one to reach a point. */
  void await(String name) {
    try {
      if (!point(name).await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody reached '" + name + "'");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
