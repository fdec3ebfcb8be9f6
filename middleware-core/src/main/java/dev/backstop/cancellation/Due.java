package dev.backstop.cancellation;

/** Something to be done when its token is cancelled; whoever takes it out of the list does it. */
abstract sealed class Due extends Node permits ActionReaction, FutureReaction, InterruptReaction {
  final Token token;
  private final String name;

  Due(Token token, String name) {
    this.token = token;
    this.name = name;
  }

  abstract void perform() throws Exception;

  /** Does it; a failure is told. */
  final void fire() {
    try {
      perform();
    } catch (Throwable t) { // an Error of one is no reason to lose the others
      token.failed(name, t);
    }
  }
}
