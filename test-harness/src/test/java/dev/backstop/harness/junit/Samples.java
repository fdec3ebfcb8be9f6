package dev.backstop.harness.junit;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.pitfall.PitfallKind;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes that the engine test kit runs: good ones and bad ones. */
final class Samples {
  private Samples() {}

  static BackstopExtension orders() {
    return BackstopExtension.jetty()
        .servlet("/orders/*", new SampleServlet())
        .patience(Duration.ofSeconds(1))
        .build();
  }

  static class Green {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void get_found_isTold(RequestSpecification request, Exchanges exchanges, URI base) {
      Response response = request.get("/orders/42");

      EndedExchange exchange = exchanges.of(response);
      assertThat(exchange.outcome()).hasStatus(200).isCompleted().hasRoute("/orders/*");
      assertThat(exchange.report()).ranInOrder("connection", "audit").hasNoFailures();
      assertThat(exchange.log().getKeyValuePairs())
          .anyMatch(pair -> pair.key.equals("status") && pair.value.equals(200));
      assertThat(exchange.serverSpan().getName()).isEqualTo("GET /orders/*");
      assertThat(exchange.spans()).hasSize(1);
      assertThat(backstop.baseUri()).isEqualTo(base);
    }

    @Test
    void get_samePathManyTimes_eachResponseHasItsOwn(
        RequestSpecification request, Exchanges exchanges) {
      List<Response> responses = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        responses.add(request.get("/orders/" + "x".repeat(i)));
      }
      responses.add(request.get("/orders/xx"));

      for (Response response : responses) {
        EndedExchange exchange = exchanges.of(response);
        assertThat(exchange.outcome()).hasBytesWritten(response.asByteArray().length);
        assertThat(exchange.spans()).hasSize(1);
        assertThat(exchange.logs()).hasSize(1);
      }
      assertThat(exchanges.of(responses.get(2)).serverSpan().getSpanId())
          .isNotEqualTo(exchanges.of(responses.get(5)).serverSpan().getSpanId());
    }

    @Test
    void get_moved_isTheLastExchange(RequestSpecification request, Exchanges exchanges) {
      assertThat(exchanges.of(request.get("/orders/moved")).outcome()).hasPath("/orders/42");
      assertThat(
              exchanges
                  .of(request.redirects().follow(false).get("/orders/moved").then().statusCode(302))
                  .outcome())
          .hasStatus(302)
          .hasPath("/orders/moved");
    }

    @Test
    void get_async_isAwaited(RequestSpecification request, Exchanges exchanges) {
      assertThat(exchanges.of(request.get("/orders/async")).outcome()).hasStatus(202);
    }

    @Test
    void get_thrown_isTold(RequestSpecification request, Exchanges exchanges) {
      assertThat(exchanges.of(request.get("/orders/thrown")).outcome())
          .hasStatus(500)
          .hasError(IllegalStateException.class, "thrown")
          .letItsErrorEscape();
    }

    @Test
    void thread_daemonOrSoonDead_isNone() {
      Thread daemon = new Thread(Samples::sleepLong, "sample-daemon");
      daemon.setDaemon(true);
      daemon.start();
      new Thread(() -> {}, "sample-short").start();
    }

    @Test
    @ExpectPitfall(PitfallKind.STATUS_AFTER_COMMIT)
    void pitfall_wanted_isNone(RequestSpecification request) {
      request.get("/orders/late");
    }
  }

  static class Shared {
    @RegisterExtension static final BackstopExtension BACKSTOP = orders();
    static URI base = URI.create("none");

    @BeforeAll
    static void call(URI server, RequestSpecification request) {
      base = server;
      request.get("/orders/1").then().statusCode(200);
    }

    @Test
    void server_forTheClass_isOne(URI server) {
      assertThat(server).isEqualTo(base);
    }

    @Nested
    class Inside {
      @Test
      void server_nested_isTheSame(URI server, RequestSpecification request) {
        assertThat(server).isEqualTo(base);
        request.get("/orders/1").then().statusCode(200);
      }
    }

    @Nested
    class InsideToo {
      @Test
      void server_secondNested_isTheSame(RequestSpecification request) {
        request.get("/orders/1").then().statusCode(200);
      }
    }

    @AfterAll
    static void callAgain(RequestSpecification request) {
      request.get("/orders/1").then().statusCode(200);
    }
  }

  static class Beside {
    private final BackstopBuilder configuration = Backstop.builder();

    @RegisterExtension
    final BackstopExtension backstop =
        BackstopExtension.beside(configuration)
            .withTelemetry()
            .baseUri(() -> Beside.this.server())
            .build();

    private EmbeddedJetty jetty;

    private URI server() {
      return jetty.baseUri();
    }

    @BeforeEach
    void start() throws Exception {
      jetty =
          EmbeddedJetty.start(
              List.of(
                  context -> configuration.build().install(context),
                  EmbeddedJetty.servlet("orders", "/orders/*", new SampleServlet())),
              Map.of());
    }

    @AfterEach
    void stop() throws Exception {
      jetty.stop();
    }

    @Test
    void get_ownServer_isTold(RequestSpecification request, Exchanges exchanges) {
      EndedExchange exchange = exchanges.of(request.get("/orders/missing"));

      assertThat(exchange.outcome()).hasStatus(404).hasNoError();
      assertThat(exchange.serverSpan().getName()).isEqualTo("GET /orders/*");
      assertThat(exchange.log().getFormattedMessage()).contains("404");
    }
  }

  static class UnexpectedPitfall {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test(RequestSpecification request) {
      request.get("/orders/late").then().statusCode(200);
    }
  }

  static class FailsByItselfToo {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test(RequestSpecification request) {
      request.get("/orders/late");
      throw new IllegalStateException("its own failure");
    }
  }

  static class MissingPitfall {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    @ExpectPitfall(PitfallKind.STATUS_AFTER_COMMIT)
    @ExpectPitfall(PitfallKind.RELEASED_UNDER_TASK)
    void test(RequestSpecification request) {
      request.get("/orders/late").then().statusCode(200);
    }
  }

  @ExpectPitfall(PitfallKind.RELEASED_UNDER_TASK)
  static class MissingPitfallOfTheClass {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test() {}
  }

  static class OpenExchange {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test() throws Exception {
      backstop.baseUri().resolve("/orders/stuck").toURL().openStream().read();
    }
  }

  static class ForeignResponse {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test(RequestSpecification request, Exchanges exchanges) {
      Response foreign = io.restassured.RestAssured.get(backstop.baseUri() + "/orders/42");

      exchanges.of(foreign);
    }
  }

  static class LeakedKey {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test(RequestSpecification request) {
      request.get("/orders/mdc").then().statusCode(200);
    }
  }

  static class LeakedScope {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test(RequestSpecification request) {
      request.get("/orders/scope").then().statusCode(200);
    }
  }

  static class UnendedSpan {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test() {
      forget();
    }

    private void forget() {
      backstop.telemetry().getTracer("sample").spanBuilder("price lookup").startSpan();
    }
  }

  static class LeakedThread {
    static final CountDownLatch END = new CountDownLatch(1);
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    void test() {
      new Thread(LeakedThread::await, "sample-forgotten").start();
    }

    private static void await() {
      try {
        END.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static class WithTimeout {
    @RegisterExtension final BackstopExtension backstop = orders();

    @Test
    @Timeout(60)
    void test() {}
  }

  static class AllowedThread {
    @RegisterExtension
    final BackstopExtension backstop =
        BackstopExtension.jetty().allowThreads("sample-forg.*").build();

    @Test
    void test() {
      new Thread(LeakedThread::await, "sample-forgotten").start();
    }
  }

  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class OneBadOneGood {
    @RegisterExtension static final BackstopExtension BACKSTOP = orders();

    @Test
    @Order(1)
    void bad(RequestSpecification request) {
      request.get("/orders/late");
    }

    @Test
    @Order(2)
    void good(RequestSpecification request) {
      request.get("/orders/42");
    }
  }

  static class PitfallInAfterAll {
    @RegisterExtension static final BackstopExtension BACKSTOP = orders();

    @Test
    void test() {}

    @AfterAll
    static void call(RequestSpecification request) {
      request.get("/orders/late");
    }
  }

  private static void sleepLong() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
