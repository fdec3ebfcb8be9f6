package com.example.pitfalls;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Has all requests served by one and the same thread, in turn: a pool of one, so that a test can
 * say whose thread comes next.
 */
final class OneThread implements Filter {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "one-thread");
            daemon.setDaemon(true);
            return daemon;
          });

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      thread
          .submit(
              () -> {
                chain.doFilter(request, response);
                return null;
              })
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException(e);
    } catch (ExecutionException e) {
      throw new ServletException(e.getCause());
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }
}
