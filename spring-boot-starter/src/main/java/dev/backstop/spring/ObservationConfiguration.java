package dev.backstop.spring;

import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.Tracer;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.servlet.DispatcherServlet;

/** Spring's own observation of requests, where there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({
  ObservationPredicate.class,
  ServerRequestObservationContext.class,
  DispatcherServlet.class
})
class ObservationConfiguration {
  @Bean
  ObservationPredicate backstopObservationPredicate(ObjectProvider<ServerObservation> observation) {
    return new SpringObservationOff(observation);
  }

  /** Where observations may become spans. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(Tracer.class)
  static class Spans {
    private static final String BRIDGE = "io.micrometer.tracing.otel.";

    @Bean
    SpanMaker backstopSpanMaker(ObjectProvider<Tracer> tracers) {
      List<Tracer> real = tracers.stream().filter(tracer -> tracer != Tracer.NOOP).toList();
      return new SpanMaker(
          !real.isEmpty(),
          real.stream().allMatch(tracer -> tracer.getClass().getName().startsWith(BRIDGE)));
    }
  }
}
