package dev.backstop.tomcat;

import dev.backstop.completion.OpenExchange;
import dev.backstop.outcome.Ending;
import jakarta.servlet.RequestDispatcher;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/** What is known of one exchange at Tomcat's edge to the network. */
final class TomcatExchange {
  private final OpenExchange exchange;
  private int sent; // the status when the response was first seen committed; 0 before
  private boolean async;

  TomcatExchange(OpenExchange exchange) {
    this.exchange = exchange;
  }

  /** The request has left the context's valves, on one of its dispatches. */
  void left(Request request, Response response) {
    async |= request.isAsync();
    // The facade calls a response committed after sendError too; only Coyote's tells the wire.
    if (sent == 0 && response.getCoyoteResponse().isCommitted()) {
      sent = response.getStatus();
    }
  }

  /** Tomcat has finished the response, or given it up. */
  void end(Request request, Response response) {
    if (exchange.isEnded()) {
      return;
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
      exchange.remembered(error);
    }
    org.apache.coyote.Response wire = response.getCoyoteResponse();
    boolean failed = wire.isExceptionPresent();
    int status = wire.getStatus();
    Ending ending = Ending.COMPLETED;
    if (wire.isCommitted()) {
      status = committedStatus(status, failed);
      if (failed) {
        ending = Ending.ABORTED;
      } else if (isCut(wire, request.getMethod(), status)) {
        ending = Ending.TRUNCATED;
      }
    } else if (async || !isIoAllowed(wire)) {
      status = 0; // the socket is closed, and nothing was sent
      ending = Ending.ABORTED;
    } else if (status != 101) {
      status = 500; // the head could not be sent, being too large: Http11Processor answers 500
    }
    long bytes = "HEAD".equals(request.getMethod()) ? 0 : wire.getContentWritten();
    exchange.end(status, ending, bytes, failed ? wire.getErrorException() : null, null);
  }

  /** A failed asyncDispatch puts 500 over a status that has been sent. */
  private int committedStatus(int status, boolean failed) {
    if (sent > 0) {
      return sent;
    }
    return failed && async ? exchange.statusSoFar() : status;
  }

  private static boolean isCut(
      org.apache.coyote.Response wire, @Nullable String method, int status) {
    if ("HEAD".equals(method) || status == 304 || status == 204) {
      return false;
    }
    long length = wire.getContentLengthLong();
    // Without a length only the last chunk, or the close, tells the client that it has all: Tomcat
    // withholds it, closing the socket, when an error came after the commit.
    return length >= 0 ? wire.getContentWritten() < length : !isIoAllowed(wire);
  }

  private static boolean isIoAllowed(org.apache.coyote.Response wire) {
    AtomicBoolean allowed = new AtomicBoolean();
    wire.action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }
}
