package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Exchange;
import dev.backstop.HandedOff;
import dev.backstop.cleanup.Held;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-306.md: work that was handed off never finishes. */
class Bs306Test {
  private final MailSession session = new MailSession();
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
    Held<MailSession> mails = exchange.cleanups().hold("mails", session, MailSession::close);
    HandedOff mailing = exchange.handOff("mailing", mails);
    executor.execute(
        () -> {
          sendAll(mails.get()); // where this throws, nothing finishes
          mailing.finish();
        });
    response.setStatus(202);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = Exchange.of(request);
    Held<MailSession> mails = exchange.cleanups().hold("mails", session, MailSession::close);
    HandedOff mailing = exchange.handOff("mailing", mails);
    executor.execute(() -> mailing.run(() -> sendAll(mails.get())));
    response.setStatus(202);
  }

  // end::right[]

  private static void sendAll(MailSession mails) {
    mails.send("order 42");
    throw new IllegalArgumentException("no address");
  }

  @Test
  @ExpectPitfall(PitfallKind.HANDED_OFF_NEVER_FINISHED)
  void wrong_workThrows_sessionIsOpenUntilTheDeadline(
      RequestSpecification request, Exchanges exchanges) throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(202).hasNoError();
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalArgumentException.class);
    session.note("the work is over");
    await().until(() -> session.life().contains("closed"));
    assertThat(session.life()).containsExactly("sent order 42", "the work is over", "closed");
  }

  @Test
  void right_workThrows_sessionIsClosedWithIt(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(202).hasNoError();
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalArgumentException.class);
    session.note("the work is over");
    assertThat(session.life()).containsExactly("sent order 42", "closed", "the work is over");
  }
}
