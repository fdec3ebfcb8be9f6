package com.example.pages;

import dev.backstop.cancellation.ChildCancellation;
import dev.backstop.outcome.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import javax.sql.DataSource;

/** What the samples of the pages have of an application. They are compiled, and not run. */
abstract class Shop extends HttpServlet {
  protected DataSource pool;
  protected ExecutorService executor;
  protected Locks locks;
  protected OpenTelemetry openTelemetry;
  protected MeterRegistry meterRegistry;

  record Order(String id) {}

  record Price(long cents) {}

  interface Lock {
    void release();
  }

  interface Locks {
    Lock take(String id);
  }

  static class OutOfStock extends RuntimeException {
    String item() {
      return "tea";
    }
  }

  abstract String load(Connection connection, String id);

  abstract void insert(Connection connection, Order order) throws SQLException;

  abstract void write(HttpServletResponse response, String order) throws IOException;

  abstract void audit(int status, Throwable error);

  abstract CompletionStage<?> postAudit(Outcome outcome);

  abstract void sendMails(Connection connection);

  abstract Price price(Order order);

  abstract void send(Order order, ChildCancellation cancellation);

  abstract boolean isBusy();

  abstract boolean isKnown(String authorization);
}
