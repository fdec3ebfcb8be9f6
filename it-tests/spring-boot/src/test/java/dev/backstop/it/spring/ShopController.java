package dev.backstop.it.spring;

import dev.backstop.Exchange;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ShopController {
  private final DataSource pool;
  private final HttpServletRequest current;
  private final ObservationRegistry observations;

  ShopController(DataSource pool, HttpServletRequest current, ObservationRegistry observations) {
    this.pool = pool;
    this.observations = observations;
    this.current = current;
  }

  @GetMapping("/hello")
  String hello() {
    return "hello";
  }

  @GetMapping("/orders/{id}")
  String order(@PathVariable int id, Exchange exchange) throws SQLException {
    Connection connection =
        exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select " + id)) {
      row.next();
      return "order " + row.getInt(1);
    }
  }

  @GetMapping("/injected")
  String injected() {
    Exchange.of(current).annotate("shop.way", "injected");
    return "injected";
  }

  @GetMapping("/observed")
  String observed() {
    return Observation.createNotStarted("shop.work", observations).observe(() -> "observed");
  }

  @GetMapping("/cleanup-throws")
  String cleanupThrows(Exchange exchange) {
    exchange
        .cleanups()
        .register(
            "audit",
            outcome -> {
              throw new IllegalStateException("audit is down");
            });
    return "done";
  }

  @GetMapping("/refused")
  String refused() {
    throw new OutOfStockException("of pencils");
  }

  @GetMapping("/gone")
  String gone() {
    throw new ResponseStatusException(HttpStatus.GONE, "sold");
  }

  @GetMapping("/invalid")
  String invalid() {
    throw new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @GetMapping("/bound")
  String bound(@RequestParam int count) {
    return "bound to " + count;
  }

  @GetMapping("/unhandled")
  String unhandled() {
    throw new IllegalStateException("nobody expected this");
  }
}
