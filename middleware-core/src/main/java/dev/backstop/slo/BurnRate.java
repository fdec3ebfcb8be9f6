package dev.backstop.slo;

import java.util.List;

/**
 * One alert on how fast an error budget burns, as the SRE Workbook has them (Google, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts"): it fires while both windows burn faster than this, so
 * that it neither comes for a short peak nor stays when it is over.
 *
 * @param longWindow how long it has burnt so
 * @param shortWindow whether it does still
 * @param factor how many times faster than would spend the budget in just 30 days
 * @param severity {@code page} for now, {@code ticket} for the next days
 */
record BurnRate(String longWindow, String shortWindow, String factor, String severity) {
  static final List<BurnRate> ALL =
      List.of(
          new BurnRate("1h", "5m", "14.4", "page"),
          new BurnRate("6h", "30m", "6", "page"),
          new BurnRate("1d", "2h", "3", "ticket"),
          new BurnRate("3d", "6h", "1", "ticket"));

  static final List<String> WINDOWS = List.of("5m", "30m", "1h", "2h", "6h", "1d", "3d");
}
