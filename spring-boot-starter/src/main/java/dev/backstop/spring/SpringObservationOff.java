package dev.backstop.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Lets every observation pass but Spring's own of a request, where Backstop records it instead. By
 * the context's type: the name is a property, and others may use it.
 */
final class SpringObservationOff implements ObservationPredicate {
  // Asked at the first request: the registry that asks this is made before what Backstop is made
  // of.
  private final ObjectProvider<ServerObservation> decision;

  SpringObservationOff(ObjectProvider<ServerObservation> decision) {
    this.decision = decision;
  }

  @Override
  public boolean test(String name, Observation.Context context) {
    if (!(context instanceof ServerRequestObservationContext)) {
      return true;
    }
    return decision.getObject().isKept();
  }
}
