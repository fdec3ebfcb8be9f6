package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-701.md: a timer is not stopped. */
class Bs701Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Wrong())
          .servlet("/right", new Right())
          .build();

  private final ObservationRegistry registry = backstop.observations();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  // tag::wrong[]
  class Wrong extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      Observation checkout = Observation.start("checkout", registry);
      pay("42"); // throws: not measured
      checkout.stop();
    }
  }

  // end::wrong[]

  // tag::right[]
  class Right extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      Observation.createNotStarted("checkout", registry).observe(() -> pay("42"));
    }
  }

  // end::right[]

  private static void pay(String order) {
    throw new IllegalStateException("card refused for " + order);
  }

  @BeforeEach
  void measure() {
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
  }

  @Test
  @ExpectPitfall(PitfallKind.TIMER_NOT_STOPPED)
  void wrong_failure_isNotMeasuredAndActiveForEver(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    exchanges.of(response);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(meters.find("checkout").timer()).isNull();
    assertThat(meters.get("checkout.active").longTaskTimer().activeTasks()).isEqualTo(1);
  }

  @Test
  void right_failure_isMeasured(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    exchanges.of(response);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(meters.get("checkout").tag("error", "IllegalStateException").timer().count())
        .isEqualTo(1);
    assertThat(meters.get("checkout.active").longTaskTimer().activeTasks()).isZero();
  }
}
