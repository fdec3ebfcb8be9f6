// tag::servlet[]
package shop;

import dev.backstop.Exchange;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code /orders/<id>}; an id that is no number is a defect of ours, and a 500. */
public class Orders extends HttpServlet {
  private static final Logger LOGGER = LoggerFactory.getLogger(Orders.class);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Exchange exchange = Exchange.of(request);
    exchange.route("/orders/{id}");
    exchange.cleanups().register("audit", outcome -> LOGGER.info("audited {}", outcome.status()));

    int id = Integer.parseInt(request.getPathInfo().substring(1)); // "x": an exception, a 500
    response.getWriter().println("order " + id);
  }
}
// end::servlet[]
