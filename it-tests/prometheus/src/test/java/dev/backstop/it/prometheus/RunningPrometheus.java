package dev.backstop.it.prometheus;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes one target each second, in a folder of its own. */
final class RunningPrometheus implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  RunningPrometheus(Path folder, URI target, String job, Path rules) throws IOException {
    Tool tool = Tool.of("prometheus");
    port = freePort();
    log = folder.resolve("prometheus.log");
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files:
          - %s
        scrape_configs:
          - job_name: %s
            static_configs:
              - targets: ["%s"]
        """
            .formatted(rules.toAbsolutePath(), job, target.getAuthority()));
    process =
        new ProcessBuilder(
                tool.program().toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await().atMost(PATIENCE).until(this::isReady);
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw new AssertionError("Prometheus does not start: " + Files.readString(log), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
            .timeout(PATIENCE)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Asks its API, and returns the data of the answer. */
  JsonNode api(String target) {
    try {
      HttpResponse<String> answer = get("/api/v1/" + target);
      JsonNode json = JSON.readTree(answer.body());
      if (answer.statusCode() != 200 || !json.get("status").asString().equals("success")) {
        throw new AssertionError(target + ": " + answer.statusCode() + " " + answer.body());
      }
      return json.get("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the value of an expression now, or NaN where it has none; it is one series. */
  double value(String expression) {
    JsonNode result =
        api("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).get("result");
    if (result.size() > 1) {
      throw new AssertionError(expression + " has " + result.size() + " series: " + result);
    }
    return result.isEmpty()
        ? Double.NaN
        : Double.parseDouble(result.get(0).get("value").get(1).asString());
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }
}
