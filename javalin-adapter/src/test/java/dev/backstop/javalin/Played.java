package dev.backstop.javalin;

import dev.backstop.Backstop;
import dev.backstop.harness.RawResponse;
import dev.backstop.harness.Recorder;
import dev.backstop.harness.Recording;
import io.javalin.Javalin;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A situation that has been played: what the client read, and what was recorded once the server had
 * stopped, so that nothing can follow. Without the plugin nothing is recorded.
 *
 * @param timed how often the timers counted the request
 */
record Played(RawResponse answer, Recording recording, long timed) {
  static Played play(Situation situation, Setup setup) throws Exception {
    Meeting meeting = new Meeting();
    String path = setup.contextPath() + situation.path();
    try (Recorder recorder = new Recorder()) {
      Backstop backstop = recorder.attach(Backstop.builder()).build();
      Javalin app =
          setup.start(backstop, config -> situation.application().configure(config, meeting));
      RawResponse answer;
      try {
        answer = situation.client().visit(new Visit(app.port(), situation.method(), path, meeting));
        if (setup.plugin()) {
          recorder.await(path);
        }
      } finally {
        awaitIdle(app);
        app.stop();
      }
      long timed =
          recorder.meters().find("http.server.requests").timers().stream()
              .mapToLong(Timer::count)
              .sum();
      long others =
          recorder.paths().stream()
              .filter(other -> !other.equals(path))
              .mapToLong(other -> recorder.now(other).ends().size())
              .sum();
      return new Played(answer, recorder.now(path), timed - others);
    }
  }

  /** Jetty 12.1.12 may wait for ever when it is stopped while a write waits for its client. */
  private static void awaitIdle(Javalin app) {
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(3))
          .until(() -> Running.active(app) == 0);
    } catch (ConditionTimeoutException neverEnds) {
      // A situation that plain Javalin does not end: it has nothing to write.
    }
  }
}
