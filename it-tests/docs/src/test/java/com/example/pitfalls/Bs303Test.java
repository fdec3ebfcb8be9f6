package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-303.md: a cleanup comes late. */
class Bs303Test {
  private final MailSession session = new MailSession();
  @AutoClose private final Worker executor = new Worker();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  private MailSession open() {
    return session;
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    executor.execute(
        () -> { // perhaps after the end
          MailSession mails = cleanups.register("mails", open(), MailSession::close);
          mails.send("order 42");
        });
    response.setStatus(202);
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) {
    Exchange exchange = Exchange.of(request);
    CleanupRegistry cleanups = exchange.cleanups();
    executor.execute(
        exchange.wrap(
            () -> { // whose end the cleanups wait for
              MailSession mails = cleanups.register("mails", open(), MailSession::close);
              mails.send("order 42");
            }));
    response.setStatus(202);
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.CLEANUP_LATE)
  void wrong_taskIsLate_mailIsNotSent(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(202).hasNoError();
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(executor.finish()).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(session.life()).containsExactly("closed", "refused order 42");
  }

  @Test
  void right_taskIsLate_mailIsSent(RequestSpecification request, Exchanges exchanges)
      throws Exception {
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(executor.finish()).isEmpty();
    assertThat(exchanges.of(response).report()).ranInOrder("mails");
    assertThat(session.life()).containsExactly("sent order 42", "closed");
  }
}
