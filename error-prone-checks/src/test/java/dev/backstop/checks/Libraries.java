package dev.backstop.checks;

import com.google.errorprone.CompilationTestHelper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Libraries that the tests of captures and threads lack, as far as the code under check names them.
 */
@SuppressWarnings("MissingTestCall") // the caller makes it
final class Libraries {
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

  private Libraries() {}

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
