package dev.backstop;

import dev.backstop.observe.ScopeGuard;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Installs the guard first of all, leaves a scope open in a request, and prints what is told. */
final class GuardedApplication {
  private GuardedApplication() {}

  public static void main(String[] args) throws Exception {
    ScopeGuard guard = ScopeGuard.install(PitfallLevel.EVERY);
    CountDownLatch ended = new CountDownLatch(1);
    Backstop backstop =
        Backstop.builder()
            .use(guard)
            .onPitfall(pitfall -> System.out.println(pitfall.kind() + " " + pitfall.site()))
            .onOutcome((outcome, report) -> ended.countDown())
            .build();
    try (JettyServer server = new JettyServer()) {
      backstop.install(server.context.getServletContext());
      server.serve("/", (request, response) -> leaks()).start();
      server.get("/");
      if (!ended.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the exchange did not end");
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the leak is the point
  private static void leaks() {
    Context.current().with(ContextKey.named("key"), "leaked").makeCurrent();
  }
}
