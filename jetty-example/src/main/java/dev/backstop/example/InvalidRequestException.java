package dev.backstop.example;

/** A request that the client has to mend. The message is for the client. */
final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  /** Makes the exception with the status to answer, 400 to 499. */
  InvalidRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
