package dev.backstop.example;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What can be set from outside.
 *
 * @param port 0 for any free port
 * @param otlpEndpoint the base address of an OTLP/HTTP receiver, or null for spans in the log
 */
record Settings(int port, @Nullable URI otlpEndpoint) {
  private static final int DEFAULT_PORT = 8080;
  private static final int HIGHEST_PORT = 65_535;

  /**
   * Reads the settings from text.
   *
   * @param port null for 8080
   * @param otlpEndpoint null or empty (OpenTelemetry's specification: the same as unset) for none
   * @throws StartException where a value is wrong; it says what is expected
   */
  static Settings of(@Nullable String port, @Nullable String otlpEndpoint) throws StartException {
    return new Settings(
        port == null ? DEFAULT_PORT : port(port),
        otlpEndpoint == null || otlpEndpoint.isEmpty() ? null : endpoint(otlpEndpoint));
  }

  private static int port(String text) throws StartException {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= HIGHEST_PORT) {
        return port;
      }
    } catch (NumberFormatException notNumber) {
      // told below, like a number out of range
    }
    throw new StartException(
        "-Dport is '"
            + text
            + "': expected a whole number from 0 (any free port) to "
            + HIGHEST_PORT
            + "; give another, as in -Dport=8081, or leave it out for "
            + DEFAULT_PORT);
  }

  private static URI endpoint(String text) throws StartException {
    try {
      URI endpoint = new URI(text);
      boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
      if (http && endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException notUri) {
      // told below, like a URI without a host
    }
    throw new StartException(
        "OTEL_EXPORTER_OTLP_ENDPOINT is '"
            + text
            + "': expected the base address of an OTLP/HTTP receiver, as in http://localhost:4318;"
            + " correct it, or unset it to see spans in the log");
  }
}
