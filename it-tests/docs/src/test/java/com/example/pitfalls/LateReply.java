package com.example.pitfalls;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Answers 201, from another thread, when the chain has returned or is about to. */
final class LateReply extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(5_000);
    async.start(
        () -> {
          response.setStatus(201);
          async.complete();
        });
  }
}
