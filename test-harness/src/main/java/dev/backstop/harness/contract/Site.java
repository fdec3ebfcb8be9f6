package dev.backstop.harness.contract;

import java.util.List;

/** A web application that situations share; each runs in a server of its own. */
enum Site {
  /** Error pages for statuses and exceptions that only situations about them use. */
  PAGES_FOR_SOME,
  /** Error pages for 500 and 404. */
  PAGES_FOR_ALL,
  /** No error page; the filter of the one Backstop is mapped a second time. */
  FILTER_TWICE,
  /** No error page; two Backstops in one chain. */
  TWO_BACKSTOPS;

  List<ErrorPage> pages() {
    return switch (this) {
      case PAGES_FOR_SOME -> Pages.forSome();
      case PAGES_FOR_ALL -> Pages.forAll();
      case FILTER_TWICE, TWO_BACKSTOPS -> List.of();
    };
  }
}
