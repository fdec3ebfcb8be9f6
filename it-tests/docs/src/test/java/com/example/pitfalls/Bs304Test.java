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
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-304.md: an asynchronous cleanup is overdue. */
class Bs304Test {
  private static final Duration LIMIT = Duration.ofMillis(200);

  private final MailSession session = new MailSession();
  private volatile boolean lineIsUp;
  private final AtomicInteger lost = new AtomicInteger();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  /** Sends what is buffered, and calls one of the two. */
  private void flush(Runnable sent, Consumer<Exception> failed) {
    if (lineIsUp) {
      sent.run();
    } else {
      failed.accept(new IOException("no route to host"));
    }
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register("mails", session, MailSession::close);
    cleanups.registerAsync(
        "flush",
        LIMIT,
        outcome -> {
          CompletableFuture<Void> done = new CompletableFuture<>();
          flush(() -> done.complete(null), failure -> lost.incrementAndGet()); // and done?
          return done;
        });
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register("mails", session, MailSession::close);
    cleanups.registerAsync(
        "flush",
        LIMIT,
        outcome -> {
          CompletableFuture<Void> done = new CompletableFuture<>();
          flush(() -> done.complete(null), done::completeExceptionally);
          return done.exceptionally(failure -> count(lost)); // without this it is BS-301
        });
  }

  // end::right[]

  private static Void count(AtomicInteger counter) {
    counter.incrementAndGet();
    return null;
  }

  @Test
  @ExpectPitfall(PitfallKind.ASYNC_CLEANUP_OVERDUE)
  void wrong_lineIsDown_sessionIsOpenUntilTheDeadline(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    CleanupReport report = exchanges.of(response).report();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(report).ranInOrder("flush", "mails");
    assertThat(report.failures())
        .singleElement()
        .satisfies(failed -> assertThat(failed.failure()).isInstanceOf(TimeoutException.class));
    assertThat(report.cleanups().get(0).durationNanos())
        .isGreaterThanOrEqualTo(LIMIT.toNanos() * 9 / 10);
    assertThat(session.life()).containsExactly("closed");
    assertThat(lost).hasValue(1);
  }

  @Test
  void right_lineIsDown_sessionIsClosedAtOnce(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    CleanupReport report = exchanges.of(response).report();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(report).ranInOrder("flush", "mails");
    assertThat(report.failures()).isEmpty();
    assertThat(report.cleanups().get(0).durationNanos()).isLessThan(LIMIT.toNanos());
    assertThat(session.life()).containsExactly("closed");
    assertThat(lost).hasValue(1);
  }

  @Test
  void right_lineIsUp_isFlushed(RequestSpecification request, Exchanges exchanges) {
    lineIsUp = true;
    Response response = request.get("/right");

    assertThat(exchanges.of(response).report()).ranInOrder("flush", "mails");
    assertThat(session.life()).containsExactly("closed");
    assertThat(lost).hasValue(0);
  }
}
