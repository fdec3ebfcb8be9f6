package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@link OrderService#main} in a JVM of its own, as a newcomer starts it. */
class MainTest {
  private static final Pattern ADDRESS =
      Pattern.compile("answers on (http://127\\.0\\.0\\.1:\\d+/)");

  @Test
  void main_takenPort_exitsWith1AndOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = start(Integer.toString(taken.getLocalPort()), null);

      String said = rest(process);

      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(said.strip().lines())
          .singleElement()
          .asString()
          .startsWith("port " + taken.getLocalPort() + " on 127.0.0.1 cannot be used")
          .contains("-Dport=8081");
    }
  }

  @Test
  void main_badPort_exitsWith1AndOneClearLine() throws Exception {
    Process process = start("eighty", null);

    String said = rest(process);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said.strip().lines())
        .singleElement()
        .asString()
        .startsWith("-Dport is 'eighty': expected a whole number");
  }

  @Test
  void main_terminated_stopsAndSendsTheLastSpans() throws Exception {
    try (SpanReceiver receiver = new SpanReceiver()) {
      Process process = start("0", receiver.endpoint());
      BufferedReader output = output(process);
      List<String> banner = bannerOf(output);
      URI base = addressIn(banner);
      RawClient.get(base, "/orders/2");

      process.destroy(); // SIGTERM

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(receiver.spans())
          .extracting(span -> span.attributes().get("url.path"))
          .containsExactly("/orders/2");
      assertThat(banner).filteredOn(line -> line.strip().startsWith("curl ")).hasSize(3);
      assertThat(banner)
          .anyMatch(line -> line.contains("/outcomes"))
          .anyMatch(line -> line.contains("/metrics"))
          .anyMatch(line -> line.contains("sent to " + receiver.endpoint()));
    }
  }

  private static Process start(String port, URI endpoint) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dport=" + port,
            "-cp",
            System.getProperty("java.class.path"),
            OrderService.class.getName());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("JAVA_TOOL"));
    if (endpoint != null) {
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.toString());
    }
    return builder.redirectErrorStream(true).start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String rest(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads up to the last of the three commands that the banner ends with. */
  private static List<String> bannerOf(BufferedReader output) throws IOException {
    List<String> lines = new ArrayList<>();
    int commands = 0;
    while (commands < 3) {
      String line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("it ended before the banner did: " + lines);
      }
      lines.add(line);
      commands += line.strip().startsWith("curl ") ? 1 : 0;
    }
    return lines;
  }

  private static URI addressIn(List<String> lines) {
    Matcher matcher = ADDRESS.matcher(String.join("\n", lines));
    assertThat(matcher.find()).isTrue();
    return URI.create(matcher.group(1));
  }
}
