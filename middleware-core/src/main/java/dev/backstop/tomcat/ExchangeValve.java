package dev.backstop.tomcat;

import dev.backstop.completion.Exchanges;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.ServletRequestHead;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.AccessLogAdapter;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Opens an exchange when a request enters the context, and ends it when Tomcat writes its access
 * log, which is after the response was finished.
 */
final class ExchangeValve extends ValveBase implements AccessLog {
  private final String key = "dev.backstop.tomcat." + Integer.toHexString(hashCode());
  private volatile @Nullable Exchanges exchanges;
  private volatile @Nullable Object home;
  private volatile boolean listed;

  ExchangeValve(Exchanges exchanges, Object home) {
    super(true);
    this.exchanges = exchanges;
    this.home = home;
  }

  /** A context keeps its access logs across a reload: one that was taken out is still called. */
  void disable() {
    exchanges = null;
    home = null;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (!listed) {
      list();
    }
    TomcatExchange exchange = open(request);
    try {
      getNext().invoke(request, response);
    } finally {
      if (exchange != null) {
        exchange.left(request, response);
      }
    }
  }

  /** After a reload the context goes on with the list of access logs that it had before. */
  private synchronized void list() {
    if (!listed && getContainer().getAccessLog() instanceof AccessLogAdapter adapter) {
      adapter.getRequestAttributesEnabled(); // asks every log of the list
      if (!listed) {
        adapter.add(this);
      }
    }
    listed = true;
  }

  @Override
  public boolean getRequestAttributesEnabled() {
    listed = true;
    return false;
  }

  @Override
  public void setRequestAttributesEnabled(boolean enabled) {}

  private @Nullable TomcatExchange open(Request request) {
    if (request.getAttribute(key) instanceof TomcatExchange known) {
      return known;
    }
    Exchanges ours = exchanges;
    Object place = home;
    if (ours == null || place == null) {
      return null;
    }
    Object innermost = request.getAttribute(Exchanges.ATTRIBUTE);
    OpenExchange exchange = ours.find(innermost);
    if (exchange == null) {
      exchange =
          ours.open(
              new ServletRequestHead(request, request.getCoyoteRequest().getStartTimeNanos()),
              innermost,
              place);
      request.setAttribute(Exchanges.ATTRIBUTE, exchange);
    }
    TomcatExchange opened = new TomcatExchange(exchange, request);
    request.setAttribute(key, opened);
    return opened;
  }

  @Override
  public void log(Request request, Response response, long nanos) {
    if (exchanges == null || request.getMethod() == null) {
      return; // a connection that ended before its request line
    }
    TomcatExchange exchange = open(request);
    if (exchange != null) {
      exchange.end(request, response);
    }
  }
}
