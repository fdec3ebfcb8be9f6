package shop;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

class Stock {
  private int left = 100;

  boolean take(ObservationRegistry registry, int count) {
    Observation observation = Observation.start("stock.take", registry); // blocked: ObservationNotStopped
    if (count > left) {
      return false;
    }
    left -= count;
    observation.stop();
    return true;
  }
}
