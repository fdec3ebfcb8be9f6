package dev.backstop.it.spring;

/** An error that the application has an answer for. */
final class OutOfStockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfStockException(String message) {
    super(message);
  }
}
