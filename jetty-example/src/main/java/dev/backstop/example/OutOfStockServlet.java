package dev.backstop.example;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Throws an exception that an error page turns into a 409, long after every filter returned. */
@SuppressWarnings("serial") // never serialized
final class OutOfStockServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    throw new OutOfStockException("sofa");
  }
}
