package dev.backstop.example;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import javax.sql.DataSource;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/** What answers where. {@link IndexServlet} says what each shows. */
final class Endpoints {
  private Endpoints() {}

  static void add(
      ServletContextHandler context,
      DataSource pool,
      PrometheusMeterRegistry meters,
      OutcomeHistory history,
      OrderListener orders) {
    add(context, "", new IndexServlet()); // the root alone, not all that is unknown
    add(context, "/orders", new OrdersServlet(pool, orders));
    add(context, "/orders/*", new OrderServlet(pool));

    add(context, "/ends/exception", new ExceptionServlet(pool));
    add(context, "/ends/error-page", new OutOfStockServlet());
    add(context, OutOfStockPage.PATH, new OutOfStockPage());
    add(context, "/ends/async", new AsyncServlet(pool));
    add(context, "/ends/async-timeout", new AsyncTimeoutServlet());
    add(context, "/ends/truncated", new TruncatedServlet());
    add(context, "/ends/failing-cleanup", new FailingCleanupServlet(pool));
    add(context, "/ends/slow-cleanup", new SlowCleanupServlet(pool));
    add(context, "/ends/late-status", new LateStatusServlet());
    add(context, "/ends/slow-release", new SlowReleaseServlet(pool));
    add(context, "/ends/stream", new StreamServlet(pool));

    add(context, "/metrics", new MetricsServlet(meters));
    add(context, "/outcomes", new OutcomesServlet(history));
  }

  private static void add(ServletContextHandler context, String path, HttpServlet servlet) {
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
  }
}
