package dev.backstop.benchmarks.load;

import dev.backstop.benchmarks.load.Visits.Visit;
import java.io.IOException;

/**
 * Nested try/finally as they are written by hand: five in one method, and that method inside itself
 * for more, as a service is called by a controller and calls a repository.
 */
final class Nested {
  private static final int LEVELS = 5;

  private Nested() {}

  static void serve(Visit visit, int steps, Answer answer)
      throws IOException, InterruptedException {
    if (steps == 0) {
      answer.write();
      return;
    }
    int first = visit.take();
    try {
      int second = visit.take();
      try {
        int third = visit.take();
        try {
          int fourth = visit.take();
          try {
            int fifth = visit.take();
            try {
              serve(visit, steps - LEVELS, answer);
            } finally {
              visit.leave(fifth);
            }
          } finally {
            visit.leave(fourth);
          }
        } finally {
          visit.leave(third);
        }
      } finally {
        visit.leave(second);
      }
    } finally {
      visit.leave(first);
    }
  }
}
