package dev.backstop.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** What one server has: a container, a way to write cleanups, and how many a request. */
record Combination(Container container, Form form, int cleanups) {
  /** Returns all combinations of containers with some numbers of cleanups and none. */
  static List<Combination> of(List<Container> containers, List<Integer> cleanups) {
    List<Combination> all = new ArrayList<>();
    for (Container container : containers) {
      for (Form form : Form.values()) {
        Combination one = new Combination(container, form, 0);
        if (one.none().equals(one)) {
          all.add(one);
        }
        if (form != Form.BARE) {
          cleanups.forEach(count -> all.add(new Combination(container, form, count)));
        }
      }
    }
    return all;
  }

  /** Returns the server to compare this one with: the same, where a request has no cleanup. */
  Combination none() {
    return new Combination(container, form.none(), 0);
  }

  /** Returns the server of the same container that has nothing. */
  Combination bare() {
    return new Combination(container, Form.BARE, 0);
  }

  String[] names() {
    return new String[] {container.name(), form.name(), Integer.toString(cleanups)};
  }

  /** Reads what {@link #names} returned. */
  static Combination parse(String... names) {
    if (names.length != 3) {
      throw new IllegalArgumentException(
          names.length + " arguments, expected 3: container, form, number of cleanups");
    }
    return new Combination(
        Container.valueOf(names[0]), Form.valueOf(names[1]), Integer.parseInt(names[2]));
  }

  @Override
  public String toString() {
    return container + ", " + form + ", " + cleanups + " cleanups";
  }
}
