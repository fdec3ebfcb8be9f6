package dev.backstop.example.javalin;

import dev.backstop.harness.RawResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What clients read of one run, and what an instrument recorded of it. */
final class Compared {
  static final String OVERRIDDEN = "/override";
  static final int OVERRIDES = 50;

  /**
   * One record.
   *
   * @param error the simple name of the error's class, or null
   * @param ending null unless the instrument knows, and it is not that all went out
   */
  record Entry(
      String path,
      String method,
      int status,
      @Nullable String route,
      @Nullable String error,
      @Nullable String ending) {
    String cell() {
      StringBuilder cell = new StringBuilder("`" + (status == 0 ? "none" : status) + "`");
      cell.append(route == null ? ", no route" : ", `" + route + "`");
      if (error != null) {
        cell.append(", `").append(error).append("`");
      }
      return ending == null ? cell.toString() : cell.append(", ").append(ending).toString();
    }
  }

  private final Map<ComparedSituation, RawResponse> wire = new EnumMap<>(ComparedSituation.class);
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /** Asks in every situation, and fifty times with a method that nobody knows. */
  void askAll(int port) {
    for (ComparedSituation situation : ComparedSituation.values()) {
      wire.put(situation, situation.ask(port));
    }
    for (int i = 0; i < OVERRIDES; i++) {
      ComparedSituation.override(port, "X" + i);
    }
  }

  void add(Entry entry) {
    entries.add(entry);
  }

  int status(ComparedSituation situation) {
    return wire.get(situation).status();
  }

  String wireCell(ComparedSituation situation) {
    RawResponse answer = wire.get(situation);
    boolean cut =
        answer.end() == RawResponse.End.CLOSED_EARLY || answer.end() == RawResponse.End.RESET;
    String status = answer.status() == 0 ? "nothing" : "`" + answer.status() + "`";
    return status + (cut && answer.status() > 0 ? ", cut" : "");
  }

  List<Entry> of(ComparedSituation situation) {
    return entries.stream().filter(entry -> entry.path().equals(situation.path())).toList();
  }

  String cell(ComparedSituation situation) {
    List<String> cells = new ArrayList<>(of(situation).stream().map(Entry::cell).toList());
    return cells.isEmpty() ? "nothing" : String.join(" and ", cells);
  }

  /** Returns how many requests with an overridden method were recorded. */
  long overridesRecorded() {
    return entries.stream().filter(entry -> entry.path().equals(OVERRIDDEN)).count();
  }

  /** Returns how many meters with these methods as a tag would be made. */
  int overriddenMethods() {
    Set<String> methods = new HashSet<>();
    entries.stream()
        .filter(entry -> entry.path().equals(OVERRIDDEN))
        .forEach(entry -> methods.add(entry.method()));
    return methods.size();
  }

  /** Returns how many records each path has. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    entries.forEach(entry -> counts.merge(entry.path(), 1, Integer::sum));
    return counts;
  }
}
