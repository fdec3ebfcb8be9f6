package dev.backstop.it.migrating;

import java.util.List;

/** The requests of the page's tables. */
enum Asked {
  ORDER("an answer", "/orders/1"),
  FAILS("an exception that escapes", "/fails"),
  HIDDEN("`sendError(403)`, and an error page that sets 404", "/hidden"),
  SLOW("an asynchronous request that times out", "/slow"),
  NOTHING("no servlet", "/nothing");

  private final String title;
  private final String path;

  Asked(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  String path() {
    return path;
  }

  static List<Asked> all() {
    return List.of(values());
  }
}
