package dev.backstop.it.installation;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pages that the tests ask for; the last part of the path says which. */
public final class Pages extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** Those of {@code /open}, which nobody completes. */
  final transient List<AsyncContext> open = new CopyOnWriteArrayList<>();

  /** Makes them. */
  public Pages() {}

  /** Registers the pages in a context that starts. */
  public void register(ServletContext context) {
    ServletRegistration.Dynamic registration = context.addServlet("pages", this);
    registration.addMapping("/*");
    registration.setAsyncSupported(true);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, UnavailableException {
    String path = request.getRequestURI();
    switch (path.substring(path.lastIndexOf('/') + 1)) {
      case "created" -> response.setStatus(201);
      case "flushed" -> {
        response.setStatus(202);
        response.getWriter().print("accepted");
        response.flushBuffer();
      }
      case "missing" -> response.sendError(404);
      case "moved" -> response.sendRedirect("elsewhere");
      case "throws" -> throw new IllegalStateException("on purpose");
      case "unavailable" -> throw new UnavailableException("on purpose", 1);
      case "flushedThenThrows" -> {
        response.getWriter().print("half");
        response.flushBuffer();
        throw new IllegalStateException("on purpose");
      }
      case "asyncCreated" -> {
        AsyncContext async = request.startAsync(request, response);
        async.addListener(new CreatesLater());
        async.setTimeout(50);
      }
      case "asyncMissing" -> {
        if (request.getAttribute("again") == null) {
          request.setAttribute("again", true);
          request.startAsync(request, response).dispatch();
        } else {
          response.sendError(404);
        }
      }
      case "asyncTimesOut" -> request.startAsync(request, response).setTimeout(50);
      case "open" -> {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        open.add(async);
      }
      default -> response.getWriter().print("served");
    }
  }

  /** Completes when the container has left the thread of the request for certain. */
  private static final class CreatesLater implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      ((HttpServletResponse) event.getSuppliedResponse()).setStatus(201);
      event.getAsyncContext().complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
