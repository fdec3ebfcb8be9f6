import dev.backstop.cleanup.CleanupRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

interface Steps {
  void work();

  void audit();
}

class S01 {
  void handle(Steps steps, ExecutorService executor) {
    try {
      steps.work();
    } finally {
      steps.audit();
    }
  }
}

class S02 {
  void handle(Steps steps, ExecutorService executor) {
    executor.execute(steps::audit);
    try {
      steps.work();
    } finally {
      executor.shutdown();
      steps.audit();
    }
  }
}

class S03 {
  void handle(Steps steps, Executor executor) {
    boolean done = false;
    try {
      steps.work();
      done = true;
    } catch (IllegalStateException e) {
      executor.execute(steps::work);
    } finally {
      if (!done) {
        steps.audit();
      }
    }
  }
}

class S04 {
  void handle(Steps steps, ExecutorService executor) throws Exception {
    try {
      steps.work();
    } finally {
      executor.submit(steps::work).get(1, TimeUnit.SECONDS);
      steps.audit();
    }
  }
}

class S05 {
  void handle(Steps steps, Executor executor, CleanupRegistry cleanups) {
    cleanups.register("audit", outcome -> steps.audit());
    steps.work();
  }
}

class S06 {
  void handle(Steps steps, Executor executor, CleanupRegistry cleanups) {
    cleanups.registerAsync(
        "send", Duration.ofSeconds(1), outcome -> CompletableFuture.runAsync(steps::work));
    cleanups.register(
        "audit",
        outcome -> {
          if (outcome.status() > 399) {
            steps.audit();
          }
        });
  }
}

class S07 {
  void handle(Steps steps, Executor executor, CleanupRegistry cleanups) {
    cleanups.register("steps", steps, it -> it.audit());
    executor.execute(steps::work);
  }
}

class S08 {
  void handle(List<Steps> all, ExecutorService executor) {
    try {
      all.forEach(Steps::work);
    } finally {
      for (Steps steps : all) {
        steps.audit();
      }
    }
  }
}

class S09 {
  void handle(Steps steps, ScheduledExecutorService executor) throws InterruptedException {
    try {
      executor.scheduleAtFixedRate(steps::work, 1, 1, TimeUnit.SECONDS);
    } finally {
      steps.audit();
      executor.shutdownNow();
    }
  }
}

class S10 {
  void handle(Steps steps, Executor executor) throws InterruptedException {
    try {
      steps.work();
    } finally {
      Thread thread = new Thread(steps::work);
      thread.start();
      thread.join();
      try {
        steps.audit();
      } finally {
        thread.interrupt();
      }
    }
  }
}
