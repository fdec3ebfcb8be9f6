package dev.backstop.benchmarks.load;

import java.io.IOException;

/** What a handler does once its cleanups are registered. */
@FunctionalInterface
interface Answer {
  void write() throws IOException;
}
