package dev.backstop.example;

import java.net.URI;

/** What is printed at the start: where to look, and what to try first. */
final class Banner {
  private Banner() {}

  static String of(URI base, Settings settings) {
    String spans =
        settings.otlpEndpoint() == null
            ? "in this log (OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 sends them there)"
            : "sent to " + settings.otlpEndpoint();
    return """

        The order service answers on %1$s (Ctrl-C stops it)
          %1$s          what each endpoint shows
          %1$soutcomes  how the last 100 exchanges ended, newest first, a line each
          %1$smetrics   the same in Prometheus text
          spans: %2$s

        Try:
          curl -i %1$sorders/1
          curl -i %1$sends/truncated
          curl -s %1$soutcomes | head -n 3
        """
        .formatted(base, spans);
  }
}
