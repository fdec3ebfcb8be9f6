package com.example.pages;

import dev.backstop.Exchange;
import dev.backstop.Gate;
import dev.backstop.problem.Problem;
import dev.backstop.spring.BackstopCustomizer;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The code of docs/spring-boot.md: compiled, and not run. */
abstract class SpringBootPage {
  private DataSource pool;

  // tag::order[]
  @GetMapping("/orders/{id}")
  String order(@PathVariable int id, Exchange exchange) throws SQLException {
    Connection connection =
        exchange.cleanups().register("db.connection", pool.getConnection(), Connection::close);
    return load(connection, id);
  }

  // end::order[]

  // tag::customizer[]
  @Bean
  BackstopCustomizer answers() {
    return builder ->
        builder
            .mapError(OutOfStock.class, (error, exchange) -> Problem.of(409))
            .gate("/admin/*", adminGate());
  }

  // end::customizer[]

  abstract String load(Connection connection, int id);

  abstract Gate adminGate();

  static class OutOfStock extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
