package com.example.pitfalls;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that go through its wrapper, as a filter for statistics does. */
final class CountingFilter implements Filter {
  private final AtomicLong bytes = new AtomicLong();

  /** Returns how many there were. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(
        request,
        new HttpServletResponseWrapper((HttpServletResponse) response) {
          @Override
          public ServletOutputStream getOutputStream() throws IOException {
            return new Counting(super.getOutputStream());
          }
        });
  }

  private final class Counting extends ServletOutputStream {
    private final ServletOutputStream body;

    Counting(ServletOutputStream body) {
      this.body = body;
    }

    @Override
    public void write(int value) throws IOException {
      bytes.incrementAndGet();
      body.write(value);
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      body.setWriteListener(listener);
    }
  }
}
