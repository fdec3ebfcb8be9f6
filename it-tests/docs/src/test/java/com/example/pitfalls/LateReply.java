package com.example.pitfalls;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Answers 201 when the chain has returned. */
final class LateReply extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(200); // the container begins to count when the chain has returned
    async.addListener(
        new EmptyAsyncListener() {
          @Override
          public void onTimeout(AsyncEvent event) {
            response.setStatus(201);
            async.complete();
          }
        });
  }
}
