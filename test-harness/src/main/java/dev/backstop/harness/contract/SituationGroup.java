package dev.backstop.harness.contract;

import java.util.ArrayList;
import java.util.List;

/** Situations about one subject. */
abstract class SituationGroup {
  private final String name;
  private final List<SituationBuilder> builders = new ArrayList<>();

  SituationGroup(String name) {
    this.name = name;
  }

  /** Defines the situations. */
  abstract void define();

  /** Begins a situation: a GET that is answered with 200 and COMPLETED, unless it says else. */
  SituationBuilder situation(String situationName) {
    SituationBuilder builder = new SituationBuilder(situationName, name);
    builders.add(builder);
    return builder;
  }

  final List<Situation> situations() {
    define();
    return builders.stream().map(SituationBuilder::build).toList();
  }
}
