package dev.backstop.harness.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares, byte for byte, what two servers answered; dates and stack traces aside. */
final class Transparency {
  private static final Pattern VARIES =
      Pattern.compile(
          // the time of the answer; the frames of an error page's stack
          "(?m)^Date: .*$|^\\s*at .*$|^\\s*\\.\\.\\. \\d+ more$");

  private Transparency() {}

  static List<String> faultsOf(List<Observed> bare, List<Observed> instrumented) {
    List<String> faults = new ArrayList<>();
    if (bare.size() != instrumented.size()) {
      faults.add("without instrument " + bare.size() + " answers, with it " + instrumented.size());
      return faults;
    }
    Map<String, String> byPath = new HashMap<>();
    bare.forEach(exchange -> byPath.put(exchange.path(), fixed(exchange)));
    for (Observed exchange : instrumented) {
      String without = byPath.get(exchange.path());
      String with = fixed(exchange);
      if (without == null || !without.equals(with)) {
        faults.add(
            exchange.path()
                + ": other bytes on the wire: "
                + difference(String.valueOf(without), with));
      }
    }
    return faults;
  }

  private static String fixed(Observed observed) {
    String text = new String(observed.answer().bytes(), StandardCharsets.ISO_8859_1);
    return VARIES.matcher(text).replaceAll("");
  }

  private static String difference(String without, String with) {
    int at = 0;
    while (at < without.length() && at < with.length() && without.charAt(at) == with.charAt(at)) {
      at++;
    }
    return "without '" + excerpt(without, at) + "', with '" + excerpt(with, at) + "'";
  }

  private static String excerpt(String text, int at) {
    return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 80));
  }
}
