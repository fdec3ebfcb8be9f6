package dev.backstop.it.jdbc;

import jakarta.servlet.ServletContext;
import java.sql.SQLException;
import java.util.function.Consumer;

/** A container and a database: each test runs at each place. */
enum Place {
  JETTY_H2,
  JETTY_POSTGRESQL,
  TOMCAT_H2,
  TOMCAT_POSTGRESQL;

  Site start(Consumer<ServletContext> starting) {
    return switch (this) {
      case JETTY_H2, JETTY_POSTGRESQL -> new JettySite(starting);
      case TOMCAT_H2, TOMCAT_POSTGRESQL -> new TomcatSite(starting);
    };
  }

  Database newDatabase() throws SQLException {
    return switch (this) {
      case JETTY_H2, TOMCAT_H2 -> new H2Database();
      case JETTY_POSTGRESQL, TOMCAT_POSTGRESQL -> new PostgresDatabase();
    };
  }
}
