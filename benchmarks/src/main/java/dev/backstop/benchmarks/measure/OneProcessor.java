package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Holds all threads of this process on one processor. Where a server's threads and the client's run
 * on two, each wake-up costs some microseconds more (5 of 16 were seen), for as long as the
 * scheduler leaves them there: more than what is to be measured, and each server has another luck.
 */
public final class OneProcessor {
  private static final String ALLOWED = "Cpus_allowed_list:";

  private final String before;
  private final String words;

  private OneProcessor(String before, String words) {
    this.before = before;
    this.words = words;
  }

  /** Tries to, until they are released. Threads that are started later are held too. */
  public static OneProcessor hold() throws InterruptedException {
    try {
      String before = allowed();
      return new OneProcessor(
          before,
          allow(before.split("[-,]", 2)[0])
              ? "all threads on one processor"
              : "threads on any processor, for taskset failed");
    } catch (IOException e) {
      return new OneProcessor("", "threads on any processor, for there is no taskset");
    }
  }

  /** Lets the threads run wherever they might before. */
  public void release() throws IOException, InterruptedException {
    if (!before.isEmpty()) {
      allow(before);
    }
  }

  /** Returns the processors that this process may use, as {@code taskset} takes them. */
  private static String allowed() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(ALLOWED))
        .map(line -> line.substring(ALLOWED.length()).strip())
        .findFirst()
        .orElse("0");
  }

  private static boolean allow(String processors) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", processors, pid)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return taskset.waitFor(10, TimeUnit.SECONDS) && taskset.exitValue() == 0;
  }

  /** Returns in words where the threads run. */
  @Override
  public String toString() {
    return words;
  }
}
