package dev.backstop.slo;

import dev.backstop.observe.BoundedNames;
import dev.backstop.outcome.Untrusted;

/** The names that causes are made of, cleaned and bounded: they become values of tags. */
final class CauseNames {
  private static final int LONGEST = 100;
  private static final String REMEDY = "raise ServiceLevels.builder(registry).maxNames";

  private final BoundedNames cleanups;
  private final BoundedNames resources;
  private final BoundedNames errors;

  CauseNames(int limit) {
    this.cleanups = new BoundedNames("cause (cleanup)", limit, "other", REMEDY);
    this.resources = new BoundedNames("cause (wait)", limit, "other", REMEDY);
    this.errors = new BoundedNames("cause (error)", limit, "other", REMEDY);
  }

  String cleanup(String name) {
    return Blame.CLEANUP + cleanups.admit(cut(name));
  }

  String waiting(String resource) {
    return Blame.WAIT + resources.admit(cut(resource));
  }

  /** Names an error by the simple name of its type; a status stands for itself. */
  String error(String type) {
    int end = Math.max(type.lastIndexOf('.'), type.lastIndexOf('$'));
    String simple = end + 1 == type.length() ? type : type.substring(end + 1);
    return Blame.ERROR + errors.admit(cut(simple));
  }

  private static String cut(String name) {
    String clean = Untrusted.clean(Untrusted.cut(name, LONGEST));
    return clean.replace(',', '_'); // a log field lists several
  }
}
