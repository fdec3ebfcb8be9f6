package dev.backstop.example.javalin;

import dev.backstop.Backstop;
import dev.backstop.javalin.BackstopPlugin;
import dev.backstop.observe.Metrics;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** From meters in a request logger, for {@code docs/migrating.md}. */
final class FromMicrometer {
  private FromMicrometer() {}

  static void before(JavalinConfig config, MeterRegistry meters) {
    // tag::before[]
    config.requestLogger.http(
        (ctx, millis) -> {
          String route = ctx.endpoints().list().isEmpty() ? "NOT_FOUND" : ctx.endpoint().path;
          String status = Integer.toString(ctx.statusCode());
          meters
              .timer(
                  "http.server.requests",
                  "method",
                  ctx.method().name(),
                  "uri",
                  route,
                  "status",
                  status)
              .record((long) (millis * 1e6), TimeUnit.NANOSECONDS);
        });
    // end::before[]
  }

  static void after(JavalinConfig config, MeterRegistry meters) {
    // tag::after[]
    Backstop backstop = Backstop.builder().use(Metrics.create(meters)).build();
    config.registerPlugin(new BackstopPlugin(c -> c.backstop = backstop));
    // end::after[]
  }
}
