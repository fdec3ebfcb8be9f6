package shop;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

class Basket {
  private int items;

  void add(ObservationRegistry registry, int count) {
    Observation observation = Observation.start("basket.add", registry);
    try {
      observation.openScope(); // blocked: ScopeNotClosed
      items += count;
    } finally {
      observation.stop();
    }
  }
}
