package com.example.pages;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Held;
import dev.backstop.observe.AccessLog;
import dev.backstop.observe.Metrics;
import dev.backstop.observe.Tracing;
import dev.backstop.pitfall.PitfallListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The code of the README. */
abstract class ReadmePage extends Shop {
  void install(ServletContext servletContext) {
    // tag::install[]
    Backstop backstop =
        Backstop.builder()
            .use(Tracing.create(openTelemetry))
            .use(Metrics.create(meterRegistry))
            .use(AccessLog.create())
            .onPitfall(PitfallListener.logging())
            .build();
    backstop.install(servletContext); // outermost filter, container's own signal
    // end::install[]
  }

  // tag::use[]
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Exchange exchange = Exchange.of(request);
    exchange.route("/orders/{id}");
    String id = request.getPathInfo().substring(1);
    CleanupRegistry cleanups = exchange.cleanups();
    try {
      Connection connection =
          cleanups.register("db.connection", pool.getConnection(), Connection::close);
      cleanups.register("audit", outcome -> audit(outcome.status(), outcome.error()));
      Held<Lock> lock = cleanups.hold("lock", locks.take(id), Lock::release);
      write(response, load(connection, id));
      lock.runNow(); // early, and then not again
    } catch (SQLException e) {
      throw new ServletException(e);
    }
  }
  // end::use[]
}
