package dev.backstop.example;

import java.io.IOException;

/** Is told of each new order, on the thread of its request; closed when no more come. */
interface OrderListener extends AutoCloseable {
  /** The one that nobody set. */
  OrderListener NOBODY = order -> {};

  /**
   * An order was added.
   *
   * @throws IOException where it could not be passed on: the request fails
   */
  void added(Order order) throws IOException;

  @Override
  default void close() {}
}
