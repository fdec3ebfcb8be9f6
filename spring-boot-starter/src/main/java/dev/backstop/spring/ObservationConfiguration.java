package dev.backstop.spring;

import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.Tracer;
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
    @Bean
    SpanMaker backstopSpanMaker(ObjectProvider<Tracer> tracers) {
      return new SpanMaker(tracers.stream().anyMatch(tracer -> tracer != Tracer.NOOP));
    }
  }
}
