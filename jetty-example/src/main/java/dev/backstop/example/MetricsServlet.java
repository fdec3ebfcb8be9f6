package dev.backstop.example;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves all meters in Prometheus' text format, version 0.0.4. */
@SuppressWarnings("serial") // never serialized
final class MetricsServlet extends HttpServlet {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  MetricsServlet(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(TEXT);
    meters.scrape(response.getOutputStream(), TEXT);
  }
}
