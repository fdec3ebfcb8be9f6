package dev.backstop.benchmarks.server;

import dev.backstop.benchmarks.measure.Telemetry;
import jakarta.servlet.Filter;
import org.slf4j.Logger;
import org.zalando.logbook.Correlation;
import org.zalando.logbook.HttpRequest;
import org.zalando.logbook.HttpResponse;
import org.zalando.logbook.Logbook;
import org.zalando.logbook.Precorrelation;
import org.zalando.logbook.Sink;
import org.zalando.logbook.core.WithoutBodyStrategy;
import org.zalando.logbook.servlet.LogbookFilter;

/** Logbook without bodies, which writes one line with key-values, as Backstop does. */
final class LogbookLines implements Sink {
  private final Logger logger;

  private LogbookLines(Logger logger) {
    this.logger = logger;
  }

  static Filter filter(Telemetry telemetry) {
    return new LogbookFilter(
        Logbook.builder()
            .strategy(new WithoutBodyStrategy())
            .sink(new LogbookLines(telemetry.logger()))
            .build());
  }

  @Override
  public void write(Precorrelation precorrelation, HttpRequest request) {
    // One line for both, at the end.
  }

  @Override
  public void write(Correlation correlation, HttpRequest request, HttpResponse response) {
    String method = request.getMethod();
    String path = request.getPath();
    int status = response.getStatus();
    long micros = correlation.getDuration().toNanos() / 1_000;
    double millis = micros / 1_000.0;
    logger
        .atInfo()
        .addKeyValue("method", method)
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .addKeyValue("duration_ms", millis)
        .addKeyValue("request_id", correlation.getId())
        .log('"' + method + ' ' + path + "\" " + status + " in " + millis + " ms");
  }
}
