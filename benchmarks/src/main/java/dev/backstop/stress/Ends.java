package dev.backstop.stress;

import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;

/** The outcome that registries without an exchange unwind with. */
public final class Ends {
  public static final Outcome OK =
      new Outcome(
          "GET",
          "/",
          null,
          200,
          StatusSource.CONTAINER,
          Ending.COMPLETED,
          null,
          false,
          false,
          0,
          0);

  private Ends() {}
}
