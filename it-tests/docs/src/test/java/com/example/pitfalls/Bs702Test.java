package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-702.md: a timer is stopped twice. */
class Bs702Test {
  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", new Checkout(Wrong::new))
          .servlet("/right", new Checkout(Right::new))
          .build();

  private final ObservationRegistry registry = backstop.observations();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  // tag::wrong[]
  record Wrong(Observation observation) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      observation.lowCardinalityKeyValue("outcome", "timeout").stop();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      observation.lowCardinalityKeyValue("outcome", "complete").stop(); // also after a timeout
    }

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  // end::wrong[]

  // tag::right[]
  record Right(Observation observation) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      observation.lowCardinalityKeyValue("outcome", "timeout");
    }

    @Override
    public void onComplete(AsyncEvent event) {
      observation.stop(); // the one place
    }

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  // end::right[]

  /** Waits for a payment that never comes. */
  class Checkout extends HttpServlet {
    private final Function<Observation, AsyncListener> listener;

    Checkout(Function<Observation, AsyncListener> listener) {
      this.listener = listener;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      async.setTimeout(200);
      async.addListener(
          listener.apply(
              Observation.createNotStarted("checkout", registry)
                  .lowCardinalityKeyValue("outcome", "none")
                  .start()));
    }
  }

  @BeforeEach
  void measure() {
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
  }

  private long count(String outcome) {
    return meters.find("checkout").tag("outcome", outcome).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  @ExpectPitfall(PitfallKind.TIMER_STOPPED_TWICE)
  void wrong_timeout_isCountedTwice(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(500);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(count("timeout")).isEqualTo(1);
    assertThat(count("complete")).isEqualTo(1);
  }

  @Test
  void right_timeout_isCountedOnce(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(500);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(count("timeout")).isEqualTo(1);
    assertThat(meters.get("checkout").timer().count()).isEqualTo(1);
  }
}
