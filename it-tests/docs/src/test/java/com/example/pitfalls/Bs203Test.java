package com.example.pitfalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.ExpectPitfall;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-203.md: what the container has to say of the end is kept back. */
class Bs203Test {
  private final AtomicInteger served = new AtomicInteger();
  private final List<String> released = new CopyOnWriteArrayList<>();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final BackstopBuilder builder =
      Backstop.builder()
          .fallbackAfter(Duration.ofSeconds(1))
          .onOutcome((outcome, report) -> outcomes.add(outcome));
  private DeploymentManager deployment;
  private Undertow undertow;
  private int port;

  @RegisterExtension
  final BackstopExtension backstop = BackstopExtension.beside(builder).port(() -> port).build();

  // tag::wrong[]
  void wrong(HttpServerExchange exchange) {
    exchange.addExchangeCompleteListener((completed, next) -> served.incrementAndGet());
  }

  // end::wrong[]

  // tag::right[]
  void right(HttpServerExchange exchange) {
    exchange.addExchangeCompleteListener(
        (completed, next) -> {
          served.incrementAndGet();
          next.proceed(); // the listeners of others, and Undertow's own end
        });
  }

  // end::right[]

  private final class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Exchange.of(request).cleanups().register("seat", outcome -> released.add("seat"));
      HttpServerExchange undertows = ServletRequestContext.requireCurrent().getExchange();
      if (request.getRequestURI().equals("/wrong")) {
        wrong(undertows);
      } else {
        right(undertows);
      }
      response.getWriter().print("orders");
    }
  }

  @BeforeEach
  void start() throws Exception {
    Backstop built = builder.build();
    ServletContainerInitializer install = (types, context) -> built.install(context);
    DeploymentInfo shop =
        Servlets.deployment()
            .setClassLoader(getClass().getClassLoader())
            .setContextPath("/")
            .setDeploymentName("shop")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    install.getClass(), new ImmediateInstanceFactory<>(install), Set.of()))
            .addServlet(
                Servlets.servlet(
                        "orders", Orders.class, new ImmediateInstanceFactory<>(new Orders()))
                    .addMapping("/*"));
    deployment = Servlets.newContainer().addDeployment(shop);
    deployment.deploy();
    undertow =
        Undertow.builder()
            .setIoThreads(1)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(deployment.start())
            .build();
    undertow.start();
    port = ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @AfterEach
  void stop() throws Exception {
    deployment.stop();
    deployment.undeploy();
    undertow.stop();
  }

  private static RawResponse get(RawHttpClient client, String path) {
    return client.send("GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n").read("GET");
  }

  @Test
  @ExpectPitfall(PitfallKind.NEVER_ENDED)
  void wrong_watchdogEndsItAndTheConnectionIsDead() {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      assertThat(get(client, "/wrong").text()).isEqualTo("orders");
      CompletableFuture<RawResponse> second =
          CompletableFuture.supplyAsync(() -> get(client, "/wrong"));
      await().until(() -> !released.isEmpty());

      assertThat(outcomes).singleElement().satisfies(outcome -> assertWatchdogs(outcome));
      assertThat(second).isNotDone();
      assertThat(served).hasValue(1);
    }
  }

  private static void assertWatchdogs(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.ending()).isEqualTo(Ending.UNFINISHED);
  }

  @Test
  void right_eachEndsByItself() {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      assertThat(get(client, "/right").text()).isEqualTo("orders");
      assertThat(get(client, "/right").text()).isEqualTo("orders");
      await().until(() -> outcomes.size() == 2);

      assertThat(outcomes)
          .allSatisfy(outcome -> assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED));
      assertThat(released).containsExactly("seat", "seat");
      assertThat(served).hasValue(2);
    }
  }
}
