package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.handler.StatisticsHandler;

/** A started application and what Backstop records of it. */
final class Running implements AutoCloseable {
  private final Recorder recorder = new Recorder();
  private final Javalin app;
  private List<PitfallKind> expected = List.of();

  Running(Setup setup, Consumer<JavalinConfig> application) {
    Backstop backstop = recorder.attach(Backstop.builder()).build();
    app = setup.start(backstop, application);
  }

  int port() {
    return app.port();
  }

  Recorder recorder() {
    return recorder;
  }

  Javalin app() {
    return app;
  }

  RawHttpClient connect() {
    return RawHttpClient.connect(port());
  }

  static String get(String path, String... headers) {
    return new Visit(0, "GET", path, new Meeting()).request(headers);
  }

  RawResponse ask(String path, String... headers) {
    return new Visit(port(), "GET", path, new Meeting()).ask(headers);
  }

  Outcome outcome(String path) {
    return recorder.await(path).outcome();
  }

  /** Returns how many requests Jetty has not completed. */
  int active() {
    return active(app);
  }

  static int active(Javalin app) {
    return app.jettyServer().server().getDescendant(StatisticsHandler.class).getRequestsActive();
  }

  /** Says what the application does wrong on purpose. */
  void falls(PitfallKind... kinds) {
    expected = List.of(kinds);
  }

  /** Stops the application, which must have fallen into no other pitfall. */
  @Override
  public void close() {
    app.stop();
    recorder.close();
    assertThat(recorder.paths())
        .flatExtracting(path -> recorder.now(path).pitfalls())
        .extracting(Pitfall::kind)
        .hasSameElementsAs(expected);
  }
}
