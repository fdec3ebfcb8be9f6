package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Holds all threads of this process on one processor. Where a server's threads and the client's run
 * on two, each wake-up costs some microseconds more (5 of 16 were seen), for as long as the
 * scheduler leaves them there: more than what is to be measured, and each server has another luck.
 */
final class OneProcessor {
  private static final String ALLOWED = "Cpus_allowed_list:";

  private OneProcessor() {}

  /** Tries to; returns in words what came of it. Threads that are started later are held too. */
  static String hold() throws InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      List<String> command = List.of("taskset", "--all-tasks", "--cpu-list", "--pid", first(), pid);
      Process taskset =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (taskset.waitFor(10, TimeUnit.SECONDS) && taskset.exitValue() == 0) {
        return "all threads on one processor";
      }
      return "threads on any processor, for taskset failed";
    } catch (IOException e) {
      return "threads on any processor, for there is no taskset";
    }
  }

  /** Returns the number of the first processor that this process may use. */
  private static String first() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(ALLOWED))
        .map(line -> line.substring(ALLOWED.length()).strip().split("[-,]", 2)[0])
        .findFirst()
        .orElse("0");
  }
}
