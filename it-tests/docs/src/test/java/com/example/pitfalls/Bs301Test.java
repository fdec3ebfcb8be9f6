package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.EndedExchange;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-301.md: a cleanup throws. */
class Bs301Test {
  private final Semaphore seats = new Semaphore(1);
  private final Closeable audit =
      () -> {
        throw new IOException("no space left on device");
      };
  private final AtomicInteger lostAudits = new AtomicInteger();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    seats.acquireUninterruptibly();
    Exchange.of(request)
        .cleanups()
        .register(
            "release",
            outcome -> {
              audit.close(); // the disk is full: an IOException
              seats.release(); // and this does not run
            });
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    seats.acquireUninterruptibly();
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register("seat", outcome -> seats.release());
    cleanups.register("audit", outcome -> closeAudit());
  }

  private void closeAudit() {
    try {
      audit.close();
    } catch (IOException e) {
      lostAudits.incrementAndGet(); // somebody looks at this counter
    }
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.CLEANUP_FAILED)
  void wrong_diskIsFull_seatIsLostBehindASuccess(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    EndedExchange exchange = exchanges.of(response);
    assertThat(exchange.outcome()).hasStatus(200).hasNoError();
    assertThat(exchange.report().failures())
        .singleElement()
        .satisfies(failed -> assertThat(failed.failure()).hasMessage("no space left on device"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(seats.availablePermits()).isZero();
  }

  @Test
  void right_diskIsFull_seatIsBackAndTheLossIsCounted(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).report()).ranInOrder("audit", "seat");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(seats.availablePermits()).isEqualTo(1);
    assertThat(lostAudits).hasValue(1);
  }
}
