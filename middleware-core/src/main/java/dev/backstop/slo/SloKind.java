package dev.backstop.slo;

/** What an objective is on. */
enum SloKind {
  LATENCY("latency"),
  OCCUPANCY("occupancy"),
  ERRORS("errors");

  private final String word;

  SloKind(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
