package dev.backstop.pitfall;

/**
 * How much a detector may cost that has to work before anything goes wrong. Detectors without such
 * a cost, and the restoring of logging context, have no level.
 */
public enum PitfallLevel {
  /** It does not look. */
  OFF,
  /** It catches every case, and takes the opener's line of code in one of 128 exchanges. */
  SAMPLED,
  /** It takes the opener's line of code always: for tests, and while looking for a culprit. */
  EVERY
}
