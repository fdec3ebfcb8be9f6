package dev.backstop.benchmarks.jmh;

/** What the language has: resources that are released when their block is left. */
final class NestedTry {
  private static final int WRITTEN_OUT = 5;

  private NestedTry() {}

  /** Releases the resources from one on, by nested try-with-resources, five to a method. */
  @SuppressWarnings("try") // the blocks only nest
  static void run(Resource[] resources, int from) {
    if (from + WRITTEN_OUT <= resources.length) {
      try (Resource a = resources[from];
          Resource b = resources[from + 1];
          Resource c = resources[from + 2];
          Resource d = resources[from + 3];
          Resource e = resources[from + 4]) {
        run(resources, from + WRITTEN_OUT);
      }
    } else if (from < resources.length) {
      try (Resource a = resources[from]) {
        run(resources, from + 1);
      }
    }
  }

  /** Releases the resources from one on, by nested try and finally, five to a method. */
  static void runFinally(Resource[] resources, int from) {
    if (from + WRITTEN_OUT <= resources.length) {
      try {
        try {
          try {
            try {
              try {
                runFinally(resources, from + WRITTEN_OUT);
              } finally {
                resources[from + 4].close();
              }
            } finally {
              resources[from + 3].close();
            }
          } finally {
            resources[from + 2].close();
          }
        } finally {
          resources[from + 1].close();
        }
      } finally {
        resources[from].close();
      }
    } else if (from < resources.length) {
      try {
        runFinally(resources, from + 1);
      } finally {
        resources[from].close();
      }
    }
  }
}
