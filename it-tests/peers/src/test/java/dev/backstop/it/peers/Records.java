package dev.backstop.it.peers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a peer has recorded, by the path of the request. Thread-safe. */
final class Records {
  private final Map<String, List<Told>> byPath = new ConcurrentHashMap<>();

  void add(String path, Told told) {
    byPath.computeIfAbsent(path, ignored -> new CopyOnWriteArrayList<>()).add(told);
  }

  List<Told> of(String path) {
    return List.copyOf(byPath.getOrDefault(path, List.of()));
  }
}
