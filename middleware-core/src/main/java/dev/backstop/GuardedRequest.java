package dev.backstop;

import dev.backstop.outcome.ErrorClassifier;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.security.Principal;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;

/**
 * A request that refuses to be used once its exchange has ended: the container may have given it to
 * the next one by then. Of the many methods those are guarded that tell of the client's request.
 */
@SuppressWarnings("NullAway") // passes on what the container says, null or not
final class GuardedRequest extends HttpServletRequestWrapper {
  private final ExchangeLife life;

  private GuardedRequest(HttpServletRequest request, ExchangeLife life) {
    super(request);
    this.life = life;
  }

  /** Returns a request with a guard, unless it has one. */
  static HttpServletRequest of(HttpServletRequest request, ExchangeLife life) {
    ServletRequest current = request;
    while (current instanceof ServletRequestWrapper wrapper) {
      if (wrapper instanceof GuardedRequest guard && guard.life == life) {
        return request;
      }
      current = wrapper.getRequest();
    }
    return new GuardedRequest(request, life);
  }

  private void requireOpen(String call) {
    if (life.isEnded()) {
      life.requestUsedAfterEnd(call);
      throw new IllegalStateException(
          call
              + " on the request of "
              + life.describe()
              + ", which has ended; read what you need before the end, and keep it");
    }
  }

  @Override
  public String getAuthType() {
    requireOpen("getAuthType");
    return super.getAuthType();
  }

  @Override
  public Cookie[] getCookies() {
    requireOpen("getCookies");
    return super.getCookies();
  }

  @Override
  public long getDateHeader(String name) {
    requireOpen("getDateHeader");
    return super.getDateHeader(name);
  }

  @Override
  public String getHeader(String name) {
    requireOpen("getHeader");
    return super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    requireOpen("getHeaders");
    return super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    requireOpen("getHeaderNames");
    return super.getHeaderNames();
  }

  @Override
  public int getIntHeader(String name) {
    requireOpen("getIntHeader");
    return super.getIntHeader(name);
  }

  @Override
  public String getMethod() {
    requireOpen("getMethod");
    return super.getMethod();
  }

  @Override
  public String getPathInfo() {
    requireOpen("getPathInfo");
    return super.getPathInfo();
  }

  @Override
  public String getContextPath() {
    requireOpen("getContextPath");
    return super.getContextPath();
  }

  @Override
  public String getQueryString() {
    requireOpen("getQueryString");
    return super.getQueryString();
  }

  @Override
  public String getRemoteUser() {
    requireOpen("getRemoteUser");
    return super.getRemoteUser();
  }

  @Override
  public boolean isUserInRole(String role) {
    requireOpen("isUserInRole");
    return super.isUserInRole(role);
  }

  @Override
  public Principal getUserPrincipal() {
    requireOpen("getUserPrincipal");
    return super.getUserPrincipal();
  }

  @Override
  public String getRequestURI() {
    requireOpen("getRequestURI");
    return super.getRequestURI();
  }

  @Override
  public StringBuffer getRequestURL() {
    requireOpen("getRequestURL");
    return super.getRequestURL();
  }

  @Override
  public String getServletPath() {
    requireOpen("getServletPath");
    return super.getServletPath();
  }

  @Override
  public HttpSession getSession(boolean create) {
    requireOpen("getSession");
    return super.getSession(create);
  }

  @Override
  public HttpSession getSession() {
    requireOpen("getSession");
    return super.getSession();
  }

  @Override
  public Collection<Part> getParts() throws IOException, ServletException {
    requireOpen("getParts");
    return super.getParts();
  }

  @Override
  public Part getPart(String name) throws IOException, ServletException {
    requireOpen("getPart");
    return super.getPart(name);
  }

  @Override
  public Object getAttribute(String name) {
    requireOpen("getAttribute");
    return super.getAttribute(name);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    requireOpen("getAttributeNames");
    return super.getAttributeNames();
  }

  @Override
  public void setAttribute(String name, Object value) {
    requireOpen("setAttribute");
    super.setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    requireOpen("removeAttribute");
    super.removeAttribute(name);
  }

  @Override
  public String getCharacterEncoding() {
    requireOpen("getCharacterEncoding");
    return super.getCharacterEncoding();
  }

  @Override
  public int getContentLength() {
    requireOpen("getContentLength");
    return super.getContentLength();
  }

  @Override
  public long getContentLengthLong() {
    requireOpen("getContentLengthLong");
    return super.getContentLengthLong();
  }

  @Override
  public String getContentType() {
    requireOpen("getContentType");
    return super.getContentType();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    requireOpen("getInputStream");
    return super.getInputStream();
  }

  @Override
  public BufferedReader getReader() throws IOException {
    requireOpen("getReader");
    return super.getReader();
  }

  @Override
  public String getParameter(String name) {
    requireOpen("getParameter");
    return super.getParameter(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    requireOpen("getParameterNames");
    return super.getParameterNames();
  }

  @Override
  public String[] getParameterValues(String name) {
    requireOpen("getParameterValues");
    return super.getParameterValues(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    requireOpen("getParameterMap");
    return super.getParameterMap();
  }

  @Override
  public String getScheme() {
    requireOpen("getScheme");
    return super.getScheme();
  }

  @Override
  public String getServerName() {
    requireOpen("getServerName");
    return super.getServerName();
  }

  @Override
  public int getServerPort() {
    requireOpen("getServerPort");
    return super.getServerPort();
  }

  @Override
  public String getRemoteAddr() {
    requireOpen("getRemoteAddr");
    return super.getRemoteAddr();
  }

  @Override
  public String getRemoteHost() {
    requireOpen("getRemoteHost");
    return super.getRemoteHost();
  }

  @Override
  public Locale getLocale() {
    requireOpen("getLocale");
    return super.getLocale();
  }

  @Override
  public AsyncContext startAsync() {
    requireOpen("startAsync");
    life.startedPastWrapper(ErrorClassifier.callSite());
    return super.startAsync();
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    requireOpen("startAsync");
    return super.startAsync(request, response);
  }
}
