package dev.backstop.benchmarks.load;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import java.util.ArrayList;
import java.util.List;

/** Cleanups in a request attribute, which a filter runs in its finally, last added first. */
final class CleanupList {
  private static final String ATTRIBUTE = CleanupList.class.getName();

  private final List<Step> steps = new ArrayList<>();

  private CleanupList() {}

  /** A cleanup. */
  @FunctionalInterface
  interface Step {
    void run() throws InterruptedException;
  }

  static Filter filter() {
    return (request, response, chain) -> {
      CleanupList cleanups = new CleanupList();
      request.setAttribute(ATTRIBUTE, cleanups);
      try {
        chain.doFilter(request, response);
      } finally {
        cleanups.run();
      }
    };
  }

  /** Returns the list of a request. */
  static CleanupList of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof CleanupList cleanups) {
      return cleanups;
    }
    throw new IllegalStateException(
        "the request has no attribute " + ATTRIBUTE + "; install CleanupList.filter()");
  }

  void add(Step step) {
    steps.add(step);
  }

  private void run() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      try {
        steps.get(i).run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
