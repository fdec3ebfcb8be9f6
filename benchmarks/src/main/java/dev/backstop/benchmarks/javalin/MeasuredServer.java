package dev.backstop.benchmarks.javalin;

import dev.backstop.benchmarks.measure.Connections;
import dev.backstop.benchmarks.measure.Cost;
import dev.backstop.benchmarks.measure.Telemetry;
import dev.backstop.benchmarks.measure.Threads;
import io.javalin.Javalin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Javalin with one variant, whose threads are measured. */
final class MeasuredServer {
  private static final int THREADS = 8; // from the first to the last: one that ends takes its count

  private final Variant variant;
  private final Telemetry telemetry = new Telemetry();
  private final Threads threads;
  private final Javalin app;
  private final Connections connections;
  private final List<Cost.PerRequest> rounds = new ArrayList<>();
  private long asked;

  MeasuredServer(Variant variant, int connections)
      throws IOException, InterruptedException, ExecutionException {
    this.variant = variant;
    threads = new Threads(variant.name());
    app = threads.make(this::start);
    this.connections = new Connections(app.port(), connections, "{\"id\":\"42\"}");
  }

  private Javalin start() {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.jetty.threadPool = new QueuedThreadPool(THREADS, THREADS);
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              variant.install(config, telemetry);
              config.routes.get(
                  "/users/{id}",
                  context ->
                      context
                          .contentType("application/json")
                          .result("{\"id\":\"" + context.pathParam("id") + "\"}"));
            })
        .start();
  }

  Variant variant() {
    return variant;
  }

  void warmUp(int requests) throws IOException {
    asked += connections.ask(requests);
  }

  void measure(int requests) throws IOException {
    Cost before = threads.cost();
    int done = connections.ask(requests);
    rounds.add(threads.cost().since(before, done));
    asked += done;
  }

  List<Cost.PerRequest> rounds() {
    return rounds;
  }

  void stop() throws IOException {
    connections.close();
    app.stop();
  }

  /** Fails if a signal was not told once for each request; after the stop, when all are told. */
  void check() {
    String complaint = variant.check(telemetry, asked);
    if (complaint != null) {
      throw new IllegalStateException(complaint);
    }
  }
}
