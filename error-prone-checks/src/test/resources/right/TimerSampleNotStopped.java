import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.List;

interface Orders {
  int load(String id) throws IOException;

  void save(int order);
}

class S01 {
  MeterRegistry registry;
  Orders orders;

  void save(int order) {
    Timer.Sample sample = Timer.start(registry);
    try {
      orders.save(order);
    } finally {
      sample.stop(registry.timer("save"));
    }
  }
}

class S02 {
  Timer timer;
  Orders orders;

  int load(String id) throws IOException {
    Timer.Sample sample = Timer.start();
    try {
      if (id.isEmpty()) {
        return 0;
      }
      return orders.load(id);
    } finally {
      sample.stop(timer);
    }
  }
}

class S03 {
  LongTaskTimer timer;
  Orders orders;

  void save(int order) {
    LongTaskTimer.Sample sample = timer.start();
    try {
      orders.save(order);
    } finally {
      sample.stop();
    }
  }
}

class S04 {
  Timer timer;
  MeterRegistry registry;
  Orders orders;

  void saveAll(List<Integer> all) {
    for (int order : all) {
      Timer.Sample sample = Timer.start(registry);
      try {
        orders.save(order);
      } finally {
        sample.stop(timer);
      }
    }
  }
}

class S05 {
  Timer timer;
  MeterRegistry registry;
  Orders orders;

  int loadOr(String id, int other) {
    var sample = Timer.start(registry);
    try {
      return orders.load(id);
    } catch (IOException e) {
      return other;
    } finally {
      sample.stop(timer);
    }
  }
}

class S06 {
  Timer timer;
  Orders orders;

  Runnable task(int order) {
    return () -> {
      Timer.Sample sample = Timer.start();
      try {
        orders.save(order);
      } finally {
        sample.stop(timer);
      }
    };
  }
}

class S07 {
  MeterRegistry registry;
  Orders orders;

  int load(String id) throws IOException {
    Timer.Sample sample = Timer.start(registry.config().clock());
    String result = "ok";
    try {
      return orders.load(id);
    } catch (IOException | RuntimeException e) {
      result = "failed";
      throw e;
    } finally {
      sample.stop(registry.timer("load", "result", result));
    }
  }
}

class S08 {
  LongTaskTimer timer;
  Orders orders;

  void maybe(boolean timed, int order) {
    LongTaskTimer.Sample sample = timed ? timer.start() : null;
    try {
      orders.save(order);
    } finally {
      if (sample != null) {
        sample.stop();
      }
    }
  }
}

class S09 {
  Timer timer;
  Orders orders;

  void both(int order) {
    Timer.Sample sample = Timer.start();
    try {
      orders.save(order);
      sample.stop(timer);
    } catch (RuntimeException e) {
      sample.stop(timer);
      throw e;
    }
  }
}

class S10 {
  Timer timer;
  Orders orders;

  void helped(int order) {
    Timer.Sample sample = Timer.start();
    try {
      orders.save(order);
    } finally {
      finish(sample);
    }
  }

  private void finish(Timer.Sample sample) {
    sample.stop(timer);
  }
}
