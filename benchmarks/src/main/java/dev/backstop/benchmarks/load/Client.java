package dev.backstop.benchmarks.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What asks a server, in a process of its own: {@code hey}, or {@link SocketClient}. */
enum Client {
  HEY("hey") {
    @Override
    List<String> command(int port, Load load) {
      return List.of(
          "hey",
          "-c",
          Integer.toString(load.connections()),
          "-n",
          Integer.toString(load.requests()),
          "-o",
          "csv",
          "-disable-compression", // asks as the Java client does, not for gzip
          "http://127.0.0.1:" + port + "/users/42");
    }
  },

  JAVA("a Java client of hey's shape (hey is not installed, or -Dload.client=java)") {
    @Override
    List<String> command(int port, Load load) {
      return List.of(
          ServerProcess.java(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          SocketClient.class.getName(),
          Integer.toString(port),
          Integer.toString(load.connections()),
          Integer.toString(load.requests()));
    }
  };

  private final String title;

  Client(String title) {
    this.title = title;
  }

  /** Returns hey where it is on the PATH and not declined. */
  static Client find() {
    boolean declined = "java".equals(System.getProperty("load.client"));
    return !declined && isOnPath("hey") ? HEY : JAVA;
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(path)
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  abstract List<String> command(int port, Load load);

  /** Sends the load and waits for the last answer. */
  Latencies ask(int port, Load load) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(port, load))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      lines = output.lines().toList();
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          title + " ended with " + exit + ", expected 0; try -Dload.client=java: " + lines);
    }
    return Latencies.parse(lines, load.requests());
  }

  @Override
  public String toString() {
    return title;
  }
}
