package dev.backstop.javalin;

import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.outcome.Outcome;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;
import org.eclipse.jetty.server.handler.StatisticsHandler;

/** A started application and what Backstop records of it. */
final class Running implements AutoCloseable {
  private final Recorder recorder = new Recorder();
  private final Javalin app;

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
    return app.jettyServer().server().getDescendant(StatisticsHandler.class).getRequestsActive();
  }

  @Override
  public void close() {
    app.stop();
    recorder.close();
  }
}
