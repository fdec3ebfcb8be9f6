package dev.backstop.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link LoadServer} in a JVM of its own, and what it counted in each round.
 *
 * <p>Not thread-safe.
 */
final class ServerProcess {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Combination combination;
  private final Process process;
  private final BufferedReader output;
  private final PrintStream input;
  private final List<Round> rounds = new ArrayList<>();
  private int port;

  ServerProcess(Combination combination, List<String> jvmArguments) throws IOException {
    this.combination = combination;
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadServer.class.getName());
    command.addAll(List.of(combination.names()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader(StandardCharsets.UTF_8);
    input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Returns the command that starts the JVM of this kind. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits until it can be asked. */
  void awaitStart() throws IOException {
    port = Integer.parseInt(readLine());
  }

  Combination combination() {
    return combination;
  }

  List<Round> rounds() {
    return rounds;
  }

  /** Asks it twice, over new connections each: what opens the load alone, and all of it. */
  Round ask(Client client, Load load) throws IOException, InterruptedException {
    Counters before = counters(LoadServer.COLLECT);
    client.ask(port, load.opening());
    Counters opening = awaitEnd(before, load.opening().requests());
    before = counters(LoadServer.COLLECT);
    Latencies latencies = client.ask(port, load);
    return new Round(load, awaitEnd(before, load.requests()), opening, latencies);
  }

  void keep(Round round) {
    rounds.add(round);
  }

  /** Waits until the last cleanup has run, which may be after the client's last byte. */
  private Counters awaitEnd(Counters before, int requests)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Counters seen = counters(LoadServer.COUNT).minus(before);
    while (seen.ended() != requests) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException(
            combination
                + ": "
                + seen.ended()
                + " requests ran each of their cleanups once and in order, expected "
                + requests
                + "; see the server's log above");
      }
      TimeUnit.MILLISECONDS.sleep(5);
      seen = counters(LoadServer.COUNT).minus(before);
    }
    return seen;
  }

  private Counters counters(String command) throws IOException {
    input.println(command);
    return Counters.parse(readLine());
  }

  private String readLine() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException(
          combination + ": the server has ended; its errors are above, expected a line");
    }
    return line;
  }

  void stop() {
    process.destroy();
  }
}
