package dev.backstop.example;

/** What was ordered is not there. Its error page answers 409. */
final class OutOfStockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutOfStockException(String item) {
    super(item + " is out of stock");
  }
}
