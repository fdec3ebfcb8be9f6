package dev.backstop.checks;

/**
 * What a check said of a place in a library.
 *
 * @param file the path in the library's sources jar
 * @param message on one line
 */
record Finding(
    String library, String severity, String rule, String file, long line, String message) {
  /** Where it is: two findings of one rule on one line are one. */
  Place place() {
    return new Place(library, rule, file + ":" + line);
  }

  boolean isError() {
    return severity.equals("error");
  }

  @Override
  public String toString() {
    return library + " " + severity + " " + rule + " " + file + ":" + line + " " + message;
  }

  /** Identifies a finding for as long as the library's version stays. */
  record Place(String library, String rule, String at) {}
}
