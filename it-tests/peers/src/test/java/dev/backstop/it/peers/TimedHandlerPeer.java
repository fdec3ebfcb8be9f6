package dev.backstop.it.peers;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.jetty12.server.DefaultJettyCoreRequestTagsProvider;
import io.micrometer.jetty12.server.TimedHandler;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;

/** Micrometer's handler around all others of a Jetty server; the path is a tag of our own. */
final class TimedHandlerPeer implements Peer {
  private static final String PATH = "path";

  private final Records records = new Records();

  @Override
  public void install(ServletContext context) {
    // It is around the server.
  }

  @Override
  public void around(Server server) {
    DefaultJettyCoreRequestTagsProvider tags = new DefaultJettyCoreRequestTagsProvider();
    server.insertHandler(
        new TimedHandler(
            new Ticking(),
            Tags.empty(),
            request -> Tags.of(tags.getTags(request)).and(PATH, request.getHttpURI().getPath())));
  }

  private final class Ticking extends SimpleMeterRegistry {
    private final Clock time;

    Ticking() {
      super(SimpleConfig.DEFAULT, Clock.SYSTEM);
      time = Clock.SYSTEM;
    }

    @Override
    protected Timer newTimer(
        Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauses) {
      return new CumulativeTimer(id, time, distribution, pauses, TimeUnit.NANOSECONDS, false) {
        @Override
        protected void recordNonNegative(long amount, TimeUnit unit) {
          String path = id.getTag(PATH);
          if (id.getName().equals("jetty.server.requests") && path != null) {
            String status = Objects.requireNonNull(id.getTag("status"));
            boolean known = status.matches("[0-9]+");
            records.add(path, Told.now(known ? Integer.parseInt(status) : 0, null));
          }
          super.recordNonNegative(amount, unit);
        }
      };
    }
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }
}
