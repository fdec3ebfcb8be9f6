package dev.backstop;

import static dev.backstop.PitfallServer.nextLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bare filter ends an exchange with a guess; an error page shows whether it was right. */
class GuessPitfallTest {
  private final Queue<Pitfall> told = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();
  private final AtomicReference<StackTraceElement> site = new AtomicReference<>();
  private final JettyServer server = new JettyServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private int failsOver(int pageStatus) throws Exception {
    Backstop backstop =
        Backstop.builder()
            .onPitfall(told::add)
            .onOutcome((outcome, report) -> ended.add(outcome))
            .build();
    FilterHolder filter = new FilterHolder(backstop.filter());
    filter.setAsyncSupported(true);
    server.context.addFilter(
        filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(500, "/page");
    server.context.setErrorHandler(pages);
    server
        .serve(
            "/orders",
            (request, response) -> {
              site.set(nextLine());
              throw new IllegalStateException("no database");
            })
        .serve("/page", (request, response) -> response.setStatus(pageStatus))
        .start();
    return server.status("/orders");
  }

  @Test
  void errorPage_setsAnotherStatus_isToldWithTheOriginOfTheError() throws Exception {
    assertThat(failsOver(403)).isEqualTo(403);

    assertThat(ended.poll(10, TimeUnit.SECONDS).status()).isEqualTo(500);
    Awaitility.await().until(() -> !told.isEmpty());
    assertThat(told).extracting(Pitfall::kind).containsExactly(PitfallKind.STATUS_GUESS_WRONG);
    Pitfall pitfall = told.element();
    assertThat(pitfall.detail()).isEqualTo("500 predicted, 403 answered by an error page");
    assertThat(pitfall.site().getLineNumber()).isEqualTo(site.get().getLineNumber());
    assertThat(pitfall.site().getClassName()).isEqualTo(site.get().getClassName());
  }

  @Test
  void errorPage_leavesTheStatus_isSilent() throws Exception {
    assertThat(failsOver(500)).isEqualTo(500);

    assertThat(ended.poll(10, TimeUnit.SECONDS).status()).isEqualTo(500);
    server.server.stop(); // then nothing can follow
    assertThat(told).isEmpty();
  }
}
