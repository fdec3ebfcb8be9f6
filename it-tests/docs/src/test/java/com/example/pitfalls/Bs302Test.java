package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-302.md: a cleanup is slow. */
class Bs302Test {
  private static final Duration BUDGET = Duration.ofMillis(100);

  private final Semaphore seats = new Semaphore(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.slowCleanupAfter(BUDGET))
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    seats.acquireUninterruptibly();
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register("seat", outcome -> seats.release());
    cleanups.register("mail", outcome -> post("42 " + outcome.status())); // to a slow server
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    seats.acquireUninterruptibly();
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register("seat", outcome -> seats.release());
    cleanups.register("mail", outcome -> mails.add("42 " + outcome.status())); // others post it
  }

  // end::right[]

  private void post(String mail) throws InterruptedException {
    never.await(BUDGET.toMillis() * 3, TimeUnit.MILLISECONDS); // how long the server takes
    mails.add(mail);
  }

  @Test
  @ExpectPitfall(PitfallKind.CLEANUP_SLOW)
  void wrong_seatWaitsForTheMail(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    CleanupReport report = exchanges.of(response).report();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(report).ranInOrder("mail", "seat");
    CleanupReport.Ran mail = report.cleanups().get(0);
    CleanupReport.Ran seat = report.cleanups().get(1);
    assertThat(mail.durationNanos()).isGreaterThan(BUDGET.toNanos());
    assertThat(seat.startNanos() - mail.startNanos()).isGreaterThan(BUDGET.toNanos());
    assertThat(mails).containsExactly("42 200");
  }

  @Test
  void right_mailIsQueued(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).report()).ranInOrder("mail", "seat");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(mails).containsExactly("42 200");
    assertThat(seats.availablePermits()).isEqualTo(1);
  }
}
