package dev.backstop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.observe.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SpringObservationOffTest {
  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(BackstopAutoConfiguration.class));
  private final Observation.Context ofRequest =
      new ServerRequestObservationContext(
          new MockHttpServletRequest(), new MockHttpServletResponse());

  @Test
  void test_ofARequest_isNoWhateverItsName() {
    web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              ObservationPredicate predicate = context.getBean(ObservationPredicate.class);
              assertThat(predicate.test("http.server.requests", ofRequest)).isFalse();
              assertThat(predicate.test("shop.requests", ofRequest)).isFalse();
            });
  }

  @Test
  void test_ofAnythingElse_isYesWhateverItsName() {
    web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              ObservationPredicate predicate = context.getBean(ObservationPredicate.class);
              assertThat(predicate.test("http.server.requests", new Observation.Context()))
                  .isTrue();
              assertThat(predicate.test("http.client.requests", new Observation.Context()))
                  .isTrue();
            });
  }

  @Test
  void test_withoutARegistry_isYes() {
    web.run(
        context ->
            assertThat(
                    context
                        .getBean(ObservationPredicate.class)
                        .test("http.server.requests", ofRequest))
                .isTrue());
  }

  @Test
  void test_withABackstopOfTheApplicationThatRecordsNothing_isYesUnlessToldOtherwise() {
    WebApplicationContextRunner own =
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(Backstop.class, () -> Backstop.builder().build());
    own.run(context -> assertThat(asked(context)).isTrue());
    own.withPropertyValues("backstop.metrics.keep-spring-observation=false")
        .run(context -> assertThat(asked(context)).isFalse());
  }

  @Test
  void test_withABackstopOfTheApplicationThatRecordsSpringsName_isNo() {
    WebApplicationContextRunner own =
        web.withBean(
            Backstop.class,
            () -> Backstop.builder().use(Metrics.create(new SimpleMeterRegistry())).build());
    own.run(context -> assertThat(asked(context)).isFalse());
    own.withPropertyValues("management.observations.http.server.requests.name=shop.requests")
        .run(context -> assertThat(asked(context)).isTrue());
    own.withPropertyValues("backstop.metrics.keep-spring-observation=true")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("backstop.metrics.keep-spring-observation"));
  }

  @Test
  void test_withATracerAndAnOpenTelemetryThatIsSwitchedOff_isYesAsTheSpanWouldBeLost() {
    WebApplicationContextRunner off =
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(OpenTelemetry.class, OpenTelemetry::noop);
    off.run(context -> assertThat(asked(context)).isFalse());
    off.withBean(Tracer.class, SpringObservationOffTest::tracer)
        .run(
            context -> {
              assertThat(asked(context)).isTrue();
              assertThat(context.getBean(ServerObservation.class).spanIsSprings()).isTrue();
            });
  }

  /** A tracer that is not the one of Micrometer that does nothing; nobody asks it for a span. */
  private static Tracer tracer() {
    return (Tracer)
        Proxy.newProxyInstance(
            Tracer.class.getClassLoader(),
            new Class<?>[] {Tracer.class},
            (tracer, method, arguments) -> method.invoke(Tracer.NOOP, arguments));
  }

  @Test
  void test_withMetricsOfTheApplication_goesByTheirName() {
    web.withBean(Metrics.class, () -> Metrics.create(new SimpleMeterRegistry()))
        .run(context -> assertThat(asked(context)).isFalse());
    web.withBean(
            Metrics.class,
            () -> Metrics.builder(new SimpleMeterRegistry()).name("shop.requests").build())
        .run(context -> assertThat(asked(context)).isTrue());
  }

  private boolean asked(AssertableWebApplicationContext context) {
    return context.getBean(ObservationPredicate.class).test("any", ofRequest);
  }
}
