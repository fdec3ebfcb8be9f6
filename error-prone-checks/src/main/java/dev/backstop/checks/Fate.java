package dev.backstop.checks;

/** What a use of something that must be ended means for the duty to end it. */
enum Fate {
  /** It is only used; the duty stays. */
  USED,
  /** It is ended here. */
  ENDED,
  /** It is returned: the caller ends it. */
  RETURNED,
  /** Somebody else ends it from here on: a callee that owns it, a callback. */
  HANDED_OVER,
  /** It is put where others find it; they may end it. */
  STORED,
  /** It is given to a method of which nothing is known. */
  PASSED,
  /** Its variable gets another value. */
  REPLACED
}
