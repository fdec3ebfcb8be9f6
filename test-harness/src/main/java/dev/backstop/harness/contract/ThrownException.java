package dev.backstop.harness.contract;

/** What situations throw where the kind does not matter; no error page knows it. */
final class ThrownException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ThrownException() {
    super("thrown by the situation");
  }
}
