package dev.backstop.benchmarks.measure;

/**
 * How much is asked.
 *
 * @param connections open to each server
 * @param warmUps rounds that are not counted
 * @param count rounds that are
 * @param requests of one server in one round
 */
public record Rounds(int connections, int warmUps, int count, int requests) {
  /**
   * Returns these, but for what system properties say: {@code <prefix>.connections}, {@code
   * .warmUps}, {@code .rounds} and {@code .requests}.
   */
  public Rounds orProperties(String prefix) {
    return new Rounds(
        Integer.getInteger(prefix + ".connections", connections),
        Integer.getInteger(prefix + ".warmUps", warmUps),
        Integer.getInteger(prefix + ".rounds", count),
        Integer.getInteger(prefix + ".requests", requests));
  }

  int all() {
    return warmUps + count;
  }
}
