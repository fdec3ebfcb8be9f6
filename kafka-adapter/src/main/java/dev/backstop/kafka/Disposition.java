package dev.backstop.kafka;

/** What becomes of a record, or of a batch, after one attempt at it. */
public enum Disposition {
  /** The handler returned; the offset may be committed. */
  HANDLED("handled"),
  /** It failed and will be tried again; nothing later of its partition is begun before. */
  RETRIED("retried"),
  /** It failed for good and stands in the dead-letter topic; the offset may be committed. */
  DEAD_LETTERED("dead_lettered"),
  /** It failed for good and is nowhere else: its partition has stopped in front of it. */
  STOPPED("stopped"),
  /**
   * It did not succeed before this consumer had to give it back, at a rebalance or at the end: it
   * is not committed, and whoever gets the partition handles it anew.
   */
  RETURNED("returned");

  private final String word;

  Disposition(String word) {
    this.word = word;
  }

  /** Returns the word that tags, attributes and log lines have for it. */
  String word() {
    return word;
  }
}
