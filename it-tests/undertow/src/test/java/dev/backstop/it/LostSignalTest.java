package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.undertow.Undertow;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A listener of the application that forgets the next one takes Undertow's signal from us. */
class LostSignalTest {
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final List<Outcome> cleanups = new CopyOnWriteArrayList<>();
  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();

  private final class Forgetful extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Exchange.of(request).cleanups().register("release", cleanups::add);
      ServletRequestContext.requireCurrent()
          .getExchange()
          .addExchangeCompleteListener((exchange, next) -> {}); // and no next.proceed()
      response.getWriter().print("all of it");
    }
  }

  @Test
  void answerThatIsWholeWithoutASignal_isEndedByTheWatchdog() throws Exception {
    Undertow undertow = start();
    try (RawHttpClient client = RawHttpClient.connect(port(undertow))) {
      client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");

      assertThat(client.read("GET").status()).isEqualTo(200);

      Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
      assertThat(outcome).isNotNull();
      assertThat(outcome.ending()).isEqualTo(Ending.UNFINISHED);
      assertThat(outcome.status()).isEqualTo(200);
      assertThat(cleanups).containsExactly(outcome);
      assertThat(pitfalls).extracting(Pitfall::kind).containsExactly(PitfallKind.NEVER_ENDED);
    } finally {
      undertow.stop();
    }
  }

  private Undertow start() throws Exception {
    Backstop backstop =
        Backstop.builder()
            .fallbackAfter(Duration.ofSeconds(1))
            .onPitfall(pitfalls::add)
            .onOutcome((outcome, report) -> outcomes.add(outcome))
            .build();
    ServletContainerInitializer initializer =
        (types, context) -> {
          backstop.install(context);
          context.addServlet("forgetful", new Forgetful()).addMapping("/*");
        };
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(LostSignalTest.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("forgetful")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
    DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    undertow.start();
    return undertow;
  }

  private static int port(Undertow undertow) {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }
}
