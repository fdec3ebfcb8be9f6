package dev.backstop.example.javalin;

/** Nothing is left of what was ordered: the application answers 409. */
@SuppressWarnings("serial") // never serialized
public final class OutOfStockException extends RuntimeException {
  /** Makes the exception, to be told to the client. */
  public OutOfStockException(String item) {
    super("no " + item + " is left");
  }
}
