package com.example.pitfalls;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The access log that everybody has written once: the status as it is when the chain returns. */
final class HandWrittenLog implements Filter {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Returns what it has logged: method, path and status of each. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String line = http.getMethod() + " " + http.getRequestURI() + " ";
    try {
      chain.doFilter(request, response);
    } finally {
      lines.add(line + ((HttpServletResponse) response).getStatus());
    }
  }
}
