package dev.backstop.harness.stress;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executor;

/** The web application that serves visits. */
final class VisitSite extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final String PAGE = "/page";

  private final transient Ledger ledger;
  private final transient Executor pool;

  VisitSite(Ledger ledger, Executor pool) {
    this.ledger = ledger;
    this.pool = pool;
  }

  static Map<Integer, String> errorPages() {
    return Map.of(503, PAGE);
  }

  void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    add(context, "visits", this, "/*");
    add(context, "page", new Page(), PAGE);
  }

  private static void add(
      ServletContext context, String name, HttpServlet servlet, String mapping) {
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(mapping);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    int number = Visit.numberIn(request.getRequestURI());
    if (number < 0 || number >= ledger.visits()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Visit visit = ledger.visit(number);
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      Exchange exchange = Exchange.of(request);
      Script script = new Script(visit, ledger, exchange.cleanups());
      ledger.script(number, script);
      response.setHeader("X-Visit", Integer.toString(number));
      script.play(exchange, pool);
    }
    visit.kind().handle(visit, request, response, pool);
  }

  /** The error page of 503. */
  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response
          .getWriter()
          .print("page of " + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    }
  }
}
