package dev.backstop.slo;

import dev.backstop.Exchange;

/** The objectives that one exchange broke, as its log line and its span tell of them. */
final class BrokenSlos {
  private static final String BROKEN = "backstop.slo.broken";
  private static final String CAUSE = "backstop.slo.cause";
  private static final String HELD_BY = "backstop.slo.held_by";

  private final StringBuilder broken = new StringBuilder();
  private final StringBuilder causes = new StringBuilder();
  private final StringBuilder holders = new StringBuilder();
  private boolean held;

  void add(Slo slo, Blame blame) {
    append(broken, slo.name());
    append(causes, blame.cause());
    append(holders, blame.heldBy());
    held |= !blame.heldBy().equals(Blame.NOBODY);
  }

  private static void append(StringBuilder list, String one) {
    if (!list.isEmpty()) {
      list.append(", ");
    }
    list.append(one);
  }

  void annotate(Exchange exchange) {
    exchange.annotate(BROKEN, broken.toString());
    exchange.annotate(CAUSE, causes.toString());
    if (held) {
      exchange.annotate(HELD_BY, holders.toString());
    }
  }
}
