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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Libraries that the tests do not have, as far as the code under check names them. */
@SuppressWarnings("MissingTestCall") // the caller makes it
final class Stubs {
  private static final Pattern NAME = Pattern.compile("(?:class|interface|@interface) (\\w+)");

  /** The old servlet API: one type a line. */
  private static final String JAVAX_SERVLET =
      """
      public interface AsyncContext { ServletRequest getRequest(); ServletResponse getResponse(); void complete(); void start(Runnable r); void setTimeout(long t); void addListener(AsyncListener l); }
      public interface AsyncListener { }
      public interface Filter { default void init(FilterConfig c) { } void doFilter(ServletRequest q, ServletResponse p, FilterChain c) throws java.io.IOException, ServletException; default void destroy() { } }
      public interface FilterChain { void doFilter(ServletRequest q, ServletResponse p) throws java.io.IOException, ServletException; }
      public interface FilterConfig { }
      public interface Servlet { }
      public abstract class ServletInputStream extends java.io.InputStream { }
      public abstract class ServletOutputStream extends java.io.OutputStream { }
      public class ServletException extends Exception { public ServletException() { } public ServletException(Throwable t) { super(t); } }
      public interface ServletRequest { Object getAttribute(String n); void setAttribute(String n, Object v); String getParameter(String n); java.util.Map<String, String[]> getParameterMap(); String getRemoteAddr(); java.io.BufferedReader getReader() throws java.io.IOException; ServletInputStream getInputStream() throws java.io.IOException; boolean isAsyncStarted(); AsyncContext startAsync(); AsyncContext getAsyncContext(); }
      public interface ServletResponse { boolean isCommitted(); void flushBuffer() throws java.io.IOException; java.io.PrintWriter getWriter() throws java.io.IOException; ServletOutputStream getOutputStream() throws java.io.IOException; }
      """;

  private static final String JAVAX_SERVLET_HTTP =
      """
      public abstract class HttpServlet implements javax.servlet.Servlet { protected void doGet(HttpServletRequest q, HttpServletResponse p) throws javax.servlet.ServletException, java.io.IOException { } protected void doPost(HttpServletRequest q, HttpServletResponse p) throws javax.servlet.ServletException, java.io.IOException { } }
      public abstract class HttpFilter implements javax.servlet.Filter { public void doFilter(javax.servlet.ServletRequest q, javax.servlet.ServletResponse p, javax.servlet.FilterChain c) { } protected void doFilter(HttpServletRequest q, HttpServletResponse p, javax.servlet.FilterChain c) throws java.io.IOException, javax.servlet.ServletException { } }
      public interface HttpServletRequest extends javax.servlet.ServletRequest { String getHeader(String n); String getMethod(); String getRequestURI(); String getQueryString(); HttpSession getSession(); java.security.Principal getUserPrincipal(); }
      public interface HttpServletResponse extends javax.servlet.ServletResponse { int getStatus(); void setStatus(int s); void sendError(int s) throws java.io.IOException; void setHeader(String n, String v); }
      public class HttpServletRequestWrapper implements HttpServletRequest { public HttpServletRequestWrapper(HttpServletRequest q) { } public Object getAttribute(String n) { return null; } public void setAttribute(String n, Object v) { } public String getParameter(String n) { return null; } public java.util.Map<String, String[]> getParameterMap() { return null; } public String getRemoteAddr() { return null; } public java.io.BufferedReader getReader() { return null; } public javax.servlet.ServletInputStream getInputStream() { return null; } public boolean isAsyncStarted() { return false; } public javax.servlet.AsyncContext startAsync() { return null; } public javax.servlet.AsyncContext getAsyncContext() { return null; } public String getHeader(String n) { return null; } public String getMethod() { return null; } public String getRequestURI() { return null; } public String getQueryString() { return null; } public HttpSession getSession() { return null; } public java.security.Principal getUserPrincipal() { return null; } }
      public abstract class HttpServletResponseWrapper implements HttpServletResponse { public HttpServletResponseWrapper(HttpServletResponse p) { } }
      public interface HttpSession { String getId(); Object getAttribute(String n); }
      """;

  /** The logging context of Log4j. */
  static final String THREAD_CONTEXT =
      """
      package org.apache.logging.log4j;

      public final class ThreadContext {
        public static void put(String key, String value) {}

        public static void push(String message) {}

        public static void remove(String key) {}

        public static void clearMap() {}
      }
      """;

  private Stubs() {}

  /** Adds {@code javax.servlet}. */
  static CompilationTestHelper servlet(CompilationTestHelper helper) {
    return add(
        add(helper, "javax.servlet", JAVAX_SERVLET), "javax.servlet.http", JAVAX_SERVLET_HTTP);
  }

  /** Adds {@code ThreadContext}. */
  static CompilationTestHelper log4j(CompilationTestHelper helper) {
    return helper.addSourceLines("org/apache/logging/log4j/ThreadContext.java", THREAD_CONTEXT);
  }

  /** Adds the types of a package, one a line. */
  static CompilationTestHelper add(CompilationTestHelper helper, String packageName, String types) {
    CompilationTestHelper all = helper;
    for (Map.Entry<String, String> file : files(packageName, types).entrySet()) {
      all = all.addSourceLines(file.getKey(), file.getValue());
    }
    return all;
  }

  private static Map<String, String> files(String packageName, String types) {
    Map<String, String> files = new LinkedHashMap<>();
    types
        .lines()
        .forEach(
            line -> {
              Matcher name = NAME.matcher(line);
              if (!name.find()) {
                throw new IllegalArgumentException("no type in: " + line);
              }
              files.put(
                  packageName.replace('.', '/') + "/" + name.group(1) + ".java",
                  "package " + packageName + ";\n" + line);
            });
    return files;
  }
}
