package com.example.pitfalls;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** What a servlet does with a GET, as a method. */
@FunctionalInterface
interface Answer {
  void to(HttpServletRequest request, HttpServletResponse response)
      throws SQLException, IOException;

  /** Returns a servlet that answers so; what the database throws is the cause of its failure. */
  static HttpServlet servlet(Answer answer) {
    return new HttpServlet() {
      @Override
      protected void doGet(HttpServletRequest request, HttpServletResponse response)
          throws ServletException, IOException {
        try {
          answer.to(request, response);
        } catch (SQLException e) {
          throw new ServletException(e);
        }
      }
    };
  }
}
