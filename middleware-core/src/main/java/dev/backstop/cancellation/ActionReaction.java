package dev.backstop.cancellation;

/** An action of the application. */
final class ActionReaction extends Due implements Reaction {
  private final CancelAction action;

  ActionReaction(Token token, String name, CancelAction action) {
    super(token, name);
    this.action = action;
  }

  @Override
  void perform() throws Exception {
    action.run();
  }

  @Override
  public boolean remove() {
    return token.takeOut(this);
  }
}
