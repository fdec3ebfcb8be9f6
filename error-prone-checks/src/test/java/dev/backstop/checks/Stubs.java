package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;

/** Sources that stand for libraries which the tests do not have. */
final class Stubs {
  private Stubs() {}

  /** Adds the part of Servlet 4 that filters use. */
  static CompilationTestHelper javaxServlet(CompilationTestHelper check) {
    return Sources.of(check)
        .with(
            "javax/servlet/ServletException.java",
            "package javax.servlet;",
            "public class ServletException extends Exception {",
            "  public ServletException() {}",
            "  public ServletException(String message, Throwable cause) { super(message, cause); }",
            "}")
        .with(
            "javax/servlet/DispatcherType.java",
            "package javax.servlet;",
            "public enum DispatcherType { FORWARD, INCLUDE, REQUEST, ASYNC, ERROR }")
        .with(
            "javax/servlet/AsyncEvent.java", "package javax.servlet;", "public class AsyncEvent {}")
        .with(
            "javax/servlet/AsyncListener.java",
            """
            package javax.servlet;
            public interface AsyncListener {
              void onComplete(AsyncEvent event) throws java.io.IOException;
              void onTimeout(AsyncEvent event) throws java.io.IOException;
              void onError(AsyncEvent event) throws java.io.IOException;
              void onStartAsync(AsyncEvent event) throws java.io.IOException;
            }
            """)
        .with(
            "javax/servlet/AsyncContext.java",
            """
            package javax.servlet;
            public interface AsyncContext {
              void addListener(AsyncListener listener);
              void setTimeout(long timeout);
              void start(Runnable run);
              void complete();
            }
            """)
        .with(
            "javax/servlet/ServletRequest.java",
            """
            package javax.servlet;
            public interface ServletRequest {
              Object getAttribute(String name);
              void setAttribute(String name, Object value);
              boolean isAsyncStarted();
              AsyncContext startAsync();
              AsyncContext startAsync(ServletRequest request, ServletResponse response);
              AsyncContext getAsyncContext();
              DispatcherType getDispatcherType();
            }
            """)
        .with(
            "javax/servlet/ServletOutputStream.java",
            "package javax.servlet;",
            "public abstract class ServletOutputStream extends java.io.OutputStream {}")
        .with(
            "javax/servlet/ServletResponse.java",
            """
            package javax.servlet;
            public interface ServletResponse {
              ServletOutputStream getOutputStream() throws java.io.IOException;
              java.io.PrintWriter getWriter() throws java.io.IOException;
              void setContentType(String type);
              void setContentLength(int length);
              boolean isCommitted();
              void reset();
              void resetBuffer();
              void flushBuffer() throws java.io.IOException;
              String getCharacterEncoding();
            }
            """)
        .with(
            "javax/servlet/ServletResponseWrapper.java",
            """
            package javax.servlet;
            public class ServletResponseWrapper implements ServletResponse {
              private final ServletResponse response;
              public ServletResponseWrapper(ServletResponse response) { this.response = response; }
              public ServletResponse getResponse() { return response; }
              public ServletOutputStream getOutputStream() throws java.io.IOException {
                return response.getOutputStream();
              }
              public java.io.PrintWriter getWriter() throws java.io.IOException {
                return response.getWriter();
              }
              public void setContentType(String type) { response.setContentType(type); }
              public void setContentLength(int length) { response.setContentLength(length); }
              public boolean isCommitted() { return response.isCommitted(); }
              public void reset() { response.reset(); }
              public void resetBuffer() { response.resetBuffer(); }
              public void flushBuffer() throws java.io.IOException { response.flushBuffer(); }
              public String getCharacterEncoding() { return response.getCharacterEncoding(); }
            }
            """)
        .with(
            "javax/servlet/FilterChain.java",
            """
            package javax.servlet;
            public interface FilterChain {
              void doFilter(ServletRequest request, ServletResponse response)
                  throws java.io.IOException, ServletException;
            }
            """)
        .with(
            "javax/servlet/Filter.java",
            """
            package javax.servlet;
            public interface Filter {
              void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                  throws java.io.IOException, ServletException;
            }
            """)
        .with(
            "javax/servlet/http/Cookie.java",
            "package javax.servlet.http;",
            "public class Cookie { public Cookie(String name, String value) {} }")
        .with(
            "javax/servlet/http/HttpServletRequest.java",
            """
            package javax.servlet.http;
            public interface HttpServletRequest extends javax.servlet.ServletRequest {
              String getMethod();
              String getRequestURI();
              String getHeader(String name);
            }
            """)
        .with(
            "javax/servlet/http/HttpServletResponse.java",
            """
            package javax.servlet.http;
            public interface HttpServletResponse extends javax.servlet.ServletResponse {
              int getStatus();
              void setStatus(int sc);
              void setStatus(int sc, String message);
              void sendError(int sc) throws java.io.IOException;
              void sendError(int sc, String message) throws java.io.IOException;
              void sendRedirect(String location) throws java.io.IOException;
              void setHeader(String name, String value);
              void addHeader(String name, String value);
              void addCookie(Cookie cookie);
            }
            """)
        .with(
            "javax/servlet/http/HttpServletResponseWrapper.java",
            """
            package javax.servlet.http;
            public class HttpServletResponseWrapper extends javax.servlet.ServletResponseWrapper
                implements HttpServletResponse {
              private final HttpServletResponse response;
              public HttpServletResponseWrapper(HttpServletResponse response) {
                super(response);
                this.response = response;
              }
              public int getStatus() { return response.getStatus(); }
              public void setStatus(int sc) { response.setStatus(sc); }
              public void setStatus(int sc, String message) { response.setStatus(sc, message); }
              public void sendError(int sc) throws java.io.IOException { response.sendError(sc); }
              public void sendError(int sc, String message) throws java.io.IOException {
                response.sendError(sc, message);
              }
              public void sendRedirect(String location) throws java.io.IOException {
                response.sendRedirect(location);
              }
              public void setHeader(String name, String value) { response.setHeader(name, value); }
              public void addHeader(String name, String value) { response.addHeader(name, value); }
              public void addCookie(Cookie cookie) { response.addCookie(cookie); }
            }
            """)
        .with(
            "javax/servlet/http/HttpServlet.java",
            """
            package javax.servlet.http;
            public abstract class HttpServlet {
              protected void doGet(HttpServletRequest request, HttpServletResponse response)
                  throws javax.servlet.ServletException, java.io.IOException {}
            }
            """)
        .with(
            "javax/servlet/http/HttpFilter.java",
            """
            package javax.servlet.http;
            import javax.servlet.*;
            public abstract class HttpFilter implements Filter {
              public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                  throws java.io.IOException, ServletException {
                doFilter((HttpServletRequest) request, (HttpServletResponse) response, chain);
              }
              protected void doFilter(
                  HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                  throws java.io.IOException, ServletException {
                chain.doFilter(request, response);
              }
            }
            """)
        .check;
  }

  /** Adds Spring's filter that runs once for each request. */
  static CompilationTestHelper springFilter(CompilationTestHelper check) {
    return Sources.of(check)
        .with(
            "org/springframework/web/filter/OncePerRequestFilter.java",
            """
        package org.springframework.web.filter;
        import jakarta.servlet.*;
        import jakarta.servlet.http.*;
        public abstract class OncePerRequestFilter implements Filter {
          public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
              throws java.io.IOException, ServletException {
            doFilterInternal((HttpServletRequest) request, (HttpServletResponse) response, chain);
          }
          protected boolean shouldNotFilterAsyncDispatch() { return true; }
          protected boolean isAsyncStarted(HttpServletRequest request) {
            return request.isAsyncStarted();
          }
          protected abstract void doFilterInternal(
              HttpServletRequest request, HttpServletResponse response, FilterChain chain)
              throws ServletException, java.io.IOException;
        }
        """)
        .check;
  }

  /** Its stubs need not be written as this code is. */
  private record Sources(CompilationTestHelper check) {
    static Sources of(CompilationTestHelper check) {
      return new Sources(check);
    }

    Sources with(String file, String... lines) {
      check.addSourceLines(file, lines);
      return this;
    }
  }
}
