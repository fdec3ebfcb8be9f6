package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.cancellation.Cancellation;
import dev.backstop.cancellation.Reaction;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-307.md: a reaction to the cancellation throws. */
@SuppressWarnings("try") // javac wants each resource to be used
class Bs307Test {
  private final Map<String, Query> running = new ConcurrentHashMap<>();
  private final Queue<Query> prepared = new ConcurrentLinkedQueue<>();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .backstop(builder -> builder.onPitfall(pitfalls::add))
          .servlet("/wrong", Answer.servlet(this::wrong))
          .servlet("/right", Answer.servlet(this::right))
          .build();

  /** A query, which is listed while it runs. */
  private final class Query {
    final AtomicBoolean cancelled = new AtomicBoolean();

    String run() {
      running.remove("42");
      return "order 42";
    }

    void cancel() {
      cancelled.set(true);
    }
  }

  private Query prepare(String id) {
    Query query = new Query();
    running.put(id, query);
    prepared.add(query);
    return query;
  }

  // tag::wrong[]
  void wrong(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Cancellation cancellation = Exchange.of(request).cancellation();
    Query query = prepare("42");
    cancellation.onCancel("query", () -> running.get("42").cancel()); // null once it is done
    response.getWriter().print(query.run());
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Cancellation cancellation = Exchange.of(request).cancellation();
    Query query = prepare("42");
    try (Reaction cancel = cancellation.onCancel("query", query::cancel)) {
      response.getWriter().print(query.run());
    } // taken back with the end of the query
  }

  // end::right[]

  @Test
  @ExpectPitfall(PitfallKind.CANCEL_REACTION_FAILED)
  void wrong_queryIsDone_reactionFailsBehindASuccess(
      RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/wrong");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(response.asString()).isEqualTo("order 42");
    assertThat(pitfalls)
        .singleElement()
        .satisfies(told -> assertThat(told.cause()).isInstanceOf(NullPointerException.class));
  }

  @Test
  void right_queryIsDone_nothingIsCancelled(RequestSpecification request, Exchanges exchanges) {
    Response response = request.get("/right");

    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasNoError();
    assertThat(response.asString()).isEqualTo("order 42");
    assertThat(prepared).singleElement().satisfies(query -> assertThat(query.cancelled).isFalse());
  }
}
