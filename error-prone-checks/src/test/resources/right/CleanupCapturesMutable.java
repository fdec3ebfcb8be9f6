import dev.backstop.cleanup.Cleanup;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.outcome.Outcome;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

interface Log {
  void line(Object... it);

  default void later(Runnable it) {}
}

class S01 {
  void handle(CleanupRegistry cleanups, Log log) {
    int[] status = {200};
    int now = status[0];
    cleanups.register("log", outcome -> log.line(now));
    status[0] = 500;
  }
}

class S02 {
  void handle(CleanupRegistry cleanups, Log log) {
    String[] user = {"nobody"};
    String name = user[0];
    cleanups.register(
        "log",
        outcome -> {
          if (outcome.status() > 399) {
            log.line(outcome, name);
          }
        });
    user[0] = "somebody";
  }
}

class S03 {
  void handle(CleanupRegistry cleanups, Log log) {
    AtomicInteger rows = new AtomicInteger();
    int counted = rows.get();
    cleanups.register("rows", outcome -> log.line(counted));
    rows.incrementAndGet();
  }
}

class S04 {
  void handle(CleanupRegistry cleanups, Log log) {
    AtomicReference<String> tenant = new AtomicReference<>("a");
    String first = tenant.get();
    cleanups.register("tenant", "lease", lease -> log.line(lease, first));
    log.later(() -> tenant.set("b"));
  }
}

class S05 {
  private int status = 200;

  void handle(CleanupRegistry cleanups, Log log) {
    int now = status;
    cleanups.register("log", outcome -> log.line(now));
    status = 500;
  }
}

class S06 {
  private volatile int state;

  void changed(int value) {
    state = value;
  }

  void handle(CleanupRegistry cleanups, Log log) {
    int now = this.state;
    cleanups.hold("log", log, it -> it.line(now));
  }
}

class S07 {
  void handle(CleanupRegistry cleanups, Log log) {
    AtomicBoolean done = new AtomicBoolean();
    boolean early = done.get();
    Cleanup cleanup = outcome -> log.line(early);
    cleanups.register("log", cleanup);
    done.set(true);
  }
}

class S08 {
  void handle(CleanupRegistry cleanups, Log log) {
    AtomicLong bytes = new AtomicLong();
    long sent = bytes.longValue();
    cleanups.register(
        "log",
        new Cleanup() {
          @Override
          public void run(Outcome outcome) {
            log.line(sent);
          }
        });
    for (int i = 0; i < 3; i++) {
      bytes.addAndGet(i);
    }
  }
}

class S09 {
  void handle(CleanupRegistry cleanups, Log log) {
    int[] last = {0};
    for (int i = 0; i < 3; i++) {
      last[0] = i;
      int now = last[0];
      cleanups.register("log", outcome -> log.line(now));
    }
  }
}

class S10 {
  void handle(CleanupRegistry cleanups, Log log) {
    double[] price = {1};
    double agreed = price[0];
    try {
      cleanups.register("price", outcome -> log.line(outcome.status(), agreed));
      log.line("registered");
    } finally {
      price[0] += 1;
    }
  }
}
