package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-305.md: a resource is released under a task. */
class Bs305Test {
  private final MailSession session = new MailSession();
  private final BlockingQueue<String> outbox = new LinkedBlockingQueue<>();
  @AutoClose private final Worker executor = new Worker();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.carryDeadline(Duration.ofMillis(300)))
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = Exchange.of(request);
    MailSession mails = exchange.cleanups().register("mails", session, MailSession::close);
    executor.execute(exchange.wrap(() -> forwardForever(mails)));
  }

  private void forwardForever(MailSession mails) {
    while (true) {
      mails.send(next(Duration.ofDays(1)));
    }
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = Exchange.of(request);
    MailSession mails = exchange.cleanups().register("mails", session, MailSession::close);
    executor.execute(exchange.wrap(() -> forward(mails, exchange)));
  }

  private void forward(MailSession mails, Exchange exchange) {
    while (!exchange.isEnded()) {
      String mail = next(Duration.ofMillis(10));
      if (mail != null) {
        mails.send(mail);
      }
    }
    mails.send("QUIT");
  }

  // end::right[]

  /** Returns the next mail, or null where none comes in time. */
  private String next(Duration longest) {
    try {
      return outbox.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  @ExpectPitfall(PitfallKind.RELEASED_UNDER_TASK)
  void wrong_sessionIsClosedUnderTheTask(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    executor.begin();
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(response.statusCode()).isEqualTo(200);
    outbox.add("order 42");
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(session.life()).containsExactly("closed", "refused order 42");
  }

  @Test
  void right_taskEndsFirst(RequestSpecification request, Exchanges exchanges) throws Exception {
    executor.begin();
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(executor.finish()).isEmpty();
    assertThat(session.life()).containsExactly("sent QUIT", "closed");
  }
}
