package dev.backstop.harness.stress;

import java.util.SplittableRandom;

/**
 * All that is to be known of one request. It follows from the seed and the number alone, so both
 * sides know it without talking.
 *
 * @param number which request of the run; its path begins with it
 * @param kind what the server does
 * @param status the status that the server sets where its kind sets one
 * @param cleanups how many cleanups it registers
 * @param script decides what each cleanup does
 * @param leaving when the client goes away
 * @param leavesByReset whether it does so by RST rather than FIN
 * @param readBytes how many bytes of the answer it reads, where it leaves in the answer
 */
record Visit(
    int number,
    VisitKind kind,
    int status,
    int cleanups,
    long script,
    Leaving leaving,
    boolean leavesByReset,
    int readBytes) {
  private static final int[] STATUSES = {200, 201, 202, 203, 299, 400, 404, 409, 418, 500, 503};

  static Visit of(long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed * 31 + number * 0x9E3779B97F4A7C15L);
    VisitKind kind = VisitKind.anyOf(random);
    return new Visit(
        number,
        kind,
        STATUSES[random.nextInt(STATUSES.length)],
        random.nextInt(6),
        random.nextLong(),
        kind.alwaysLeaves() ? Leaving.IN_ANSWER : leaving(random),
        random.nextInt(4) > 0,
        1 + random.nextInt(random.nextBoolean() ? 20 : 30_000));
  }

  private static Leaving leaving(SplittableRandom random) {
    return switch (random.nextInt(100)) {
      case 0, 1 -> Leaving.HALF_CLOSES;
      case 2, 3 -> Leaving.IN_HEAD;
      case 4, 5, 6, 7 -> Leaving.IN_UPLOAD;
      case 8, 9, 10, 11, 12, 13 -> Leaving.AFTER_REQUEST;
      case 14, 15, 16, 17, 18, 19 -> Leaving.IN_ANSWER;
      default -> Leaving.NEVER;
    };
  }

  /** Returns the path that asks for it. */
  String path() {
    return "/" + number + "/" + kind;
  }

  /** Returns the number in a path, or -1. */
  static int numberIn(String path) {
    int end = path.indexOf('/', 1);
    if (end < 0) {
      return -1;
    }
    try {
      return Integer.parseInt(path.substring(1, end));
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  /** Returns what visits have in common whose answers have the same status. */
  String signature() {
    return kind.setsStatus() ? kind + " " + status : kind.toString();
  }
}
