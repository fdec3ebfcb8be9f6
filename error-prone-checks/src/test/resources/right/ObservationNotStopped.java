import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

interface Orders {
  int load(String id) throws IOException;

  void save(int order);
}

class S01 {
  ObservationRegistry registry;
  Orders orders;

  void save(int order) {
    Observation observation = Observation.start("save", registry);
    try {
      orders.save(order);
    } finally {
      observation.stop();
    }
  }
}

class S02 extends HttpFilter {
  private ObservationRegistry registry;

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Observation observation =
        Observation.createNotStarted("http", registry)
            .lowCardinalityKeyValue("method", request.getMethod())
            .start();
    try (Observation.Scope scope = observation.openScope()) {
      chain.doFilter(request, response);
    } catch (IOException | ServletException | RuntimeException e) {
      observation.error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }
}

class S03 {
  ObservationRegistry registry;
  Orders orders;

  int load(String id) throws IOException {
    Observation observation = Observation.createNotStarted("load", registry);
    observation.start();
    try {
      if (id.isEmpty()) {
        return 0;
      }
      return orders.load(id);
    } finally {
      observation.stop();
    }
  }
}

class S04 {
  ObservationRegistry registry;
  Orders orders;

  void saveAll(List<Integer> all) {
    for (int order : all) {
      Observation observation = Observation.start("save", registry);
      try {
        orders.save(order);
      } finally {
        observation.stop();
      }
    }
  }
}

class S05 {
  ObservationRegistry registry;
  Orders orders;

  int loadOr(String id, int other) {
    Observation observation = Observation.start("load", registry);
    try {
      return orders.load(id);
    } catch (IOException e) {
      observation.error(e);
      return other;
    } finally {
      observation.stop();
    }
  }
}

class S06 {
  ObservationRegistry registry;
  Orders orders;

  Runnable task(int order) {
    return () -> {
      Observation observation = Observation.start("task", registry);
      try {
        orders.save(order);
      } finally {
        observation.stop();
      }
    };
  }
}

class S07 {
  ObservationRegistry registry;
  Orders orders;

  void save(int order) {
    var observation = Observation.start("save", Observation.Context::new, registry);
    try (var scope = observation.openScope()) {
      switch (order) {
        case 0:
          return;
        default:
          orders.save(order);
      }
    } finally {
      observation.stop();
    }
  }
}

class S08 {
  ObservationRegistry registry;
  Orders orders;

  void maybe(boolean observed, int order) {
    Observation observation = observed ? Observation.start("save", registry) : null;
    try {
      orders.save(order);
    } finally {
      if (observation != null) {
        observation.stop();
      }
    }
  }
}

class S09 {
  ObservationRegistry registry;
  Orders orders;

  void both(int order) {
    Observation observation = Observation.start("save", registry);
    try {
      orders.save(order);
      observation.stop();
    } catch (RuntimeException e) {
      observation.error(e);
      observation.stop();
      throw e;
    }
  }
}

class S10 {
  ObservationRegistry registry;
  Orders orders;

  void nested(int order) throws IOException {
    Observation outer = Observation.start("outer", registry);
    try {
      Observation inner = Observation.start("inner", registry).parentObservation(outer);
      try {
        orders.save(order);
      } finally {
        inner.stop();
      }
      orders.load("next");
    } finally {
      outer.stop();
    }
  }
}

class S11 {
  ObservationRegistry registry;
  Orders orders;

  void helped(int order) {
    Observation observation = Observation.start("save", registry);
    try {
      orders.save(order);
    } finally {
      finish(observation);
    }
  }

  private static void finish(Observation observation) {
    observation.event(Observation.Event.of("done"));
    observation.stop();
  }
}
