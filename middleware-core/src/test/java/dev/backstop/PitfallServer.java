package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee11.servlet.FilterHolder;

/** A Jetty with Backstop installed, which keeps the pitfalls that were caught. */
final class PitfallServer implements AutoCloseable {
  private final JettyServer jetty = new JettyServer();
  private final Queue<Pitfall> pitfalls = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Outcome> ended = new LinkedBlockingQueue<>();

  PitfallServer() {
    this(UnaryOperator.identity());
  }

  PitfallServer(UnaryOperator<BackstopBuilder> configuration) {
    configuration
        .apply(Backstop.builder())
        .onPitfall(pitfalls::add)
        .onOutcome((outcome, report) -> ended.add(outcome))
        .build()
        .install(jetty.context.getServletContext());
  }

  /** Returns the frame of the caller, a line further down: where the offending call stands. */
  static StackTraceElement nextLine() {
    StackTraceElement caller =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst().orElseThrow())
            .toStackTraceElement();
    return new StackTraceElement(
        caller.getClassName(),
        caller.getMethodName(),
        caller.getFileName(),
        caller.getLineNumber() + 1);
  }

  PitfallServer serve(String path, JettyServer.Application application) {
    jetty.serve(path, application);
    return this;
  }

  PitfallServer filter(Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    jetty.context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
    return this;
  }

  JettyServer jetty() {
    return jetty;
  }

  PitfallServer start() throws Exception {
    jetty.start();
    return this;
  }

  /** Asks for a path, and waits for the end of its exchange; returns the status on the wire. */
  int visit(String path) throws IOException, InterruptedException {
    int status = jetty.status(path);
    awaitEnd();
    return status;
  }

  Outcome awaitEnd() throws InterruptedException {
    Outcome outcome = ended.poll(20, TimeUnit.SECONDS);
    assertThat(outcome).as("an exchange ended within 20 seconds").isNotNull();
    return outcome;
  }

  Queue<Pitfall> pitfalls() {
    return pitfalls;
  }

  /** Checks that nothing was caught but this, there. */
  Pitfall onlyPitfall(PitfallKind kind, StackTraceElement site) {
    assertThat(pitfalls).extracting(Pitfall::kind).containsExactly(kind);
    Pitfall pitfall = pitfalls.element();
    assertThat(lineOf(pitfall.site())).as(pitfall.message()).isEqualTo(lineOf(site));
    return pitfall;
  }

  private static String lineOf(StackTraceElement site) {
    return site.getClassName() + "." + site.getMethodName() + ":" + site.getLineNumber();
  }

  @Override
  public void close() {
    jetty.close();
  }
}
