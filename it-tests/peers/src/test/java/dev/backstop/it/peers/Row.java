package dev.backstop.it.peers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an instrument told of one situation: a line of {@code truth.csv}. A situation of several
 * exchanges has a word for each in every cell, by the number of the exchange.
 *
 * @param instrument who told it
 * @param container where
 * @param situation of the contract
 * @param wire the status that the client read; 0 for no status line
 * @param recorded the status of the records, with a plus between two; "-" for no record
 * @param records how many there were
 * @param early "yes" where one came before the application's last action
 * @param error what became of the exception that escaped: "kept" or "lost"; "-" where none did
 * @param varies why it is not the same in each run, and so is not compared; empty where it is
 */
record Row(
    String instrument,
    String container,
    String situation,
    String wire,
    String recorded,
    String records,
    String early,
    String error,
    String varies) {
  static final String HEADER =
      "instrument;container;situation;wire;recorded;records;early;error;varies";

  static Row of(
      String instrument, String container, String situation, Peer peer, List<Played> exchanges) {
    return new Row(
        instrument,
        container,
        situation,
        each(exchanges, exchange -> Integer.toString(exchange.wire())),
        each(exchanges, exchange -> statusOf(peer.told(exchange.path()))),
        each(exchanges, exchange -> Integer.toString(peer.told(exchange.path()).size())),
        each(exchanges, exchange -> early(exchange, peer.told(exchange.path()))),
        each(exchanges, exchange -> error(exchange, peer.told(exchange.path()))),
        "");
  }

  private static String each(List<Played> exchanges, Function<Played, String> cell) {
    return exchanges.stream().map(cell).collect(Collectors.joining(" "));
  }

  private static String statusOf(List<Told> told) {
    return told.isEmpty()
        ? "-"
        : told.stream()
            .sorted(Comparator.comparingInt(Told::status)) // two may come at the same moment
            .map(record -> Integer.toString(record.status()))
            .collect(Collectors.joining("+"));
  }

  private static String early(Played exchange, List<Told> told) {
    if (told.isEmpty()) {
      return "-";
    }
    long last = exchange.lastActionNanos();
    return told.stream().anyMatch(record -> record.nanos() - last < 0) ? "yes" : "no";
  }

  private static String error(Played exchange, List<Told> told) {
    String escaped = exchange.escaped();
    if (escaped == null) {
      return "-";
    }
    return told.stream().anyMatch(record -> record.tells(escaped)) ? "kept" : "lost";
  }

  static Row parse(String line) {
    String[] cells = line.split(";", -1);
    if (cells.length != 9) {
      throw new IllegalStateException("expected 9 cells, found " + cells.length + " in: " + line);
    }
    return new Row(
        cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7], cells[8]);
  }

  String line() {
    return String.join(
        ";", instrument, container, situation, wire, recorded, records, early, error, varies);
  }

  /** Returns the first word of the situation's name: what it is about. */
  String subject() {
    return situation.substring(0, situation.indexOf('_'));
  }

  /** Returns whether there was exactly one record of each exchange. */
  boolean isOnce() {
    return Arrays.stream(records.split(" ", -1)).allMatch("1"::equals);
  }

  /** Returns whether every record had the status that the client read, where it read one. */
  boolean isTrueStatus() {
    String[] read = wire.split(" ", -1);
    String[] told = recorded.split(" ", -1);
    for (int i = 0; i < read.length; i++) {
      String right = read[i];
      boolean same = Arrays.stream(told[i].split("\\+", -1)).allMatch(right::equals);
      if (told[i].equals("-") || !(same || right.equals("0"))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether there was a record of each exchange, and none before its end. */
  boolean isInTime() {
    return Arrays.stream(early.split(" ", -1)).allMatch("no"::equals);
  }

  /** Returns whether an exception escaped. */
  boolean hasError() {
    return error.contains("kept") || error.contains("lost");
  }

  /** Returns whether each exception that escaped was kept. */
  boolean isErrorKept() {
    return !error.contains("lost");
  }

  /** Returns whether all of it was right. */
  boolean isTrue() {
    return isOnce() && isTrueStatus() && isInTime() && isErrorKept();
  }
}
