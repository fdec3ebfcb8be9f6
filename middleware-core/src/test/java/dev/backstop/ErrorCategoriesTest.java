package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorCategoriesTest {
  private static final ErrorCategories DEFAULTS = new ErrorCategories(Map.of());

  static Stream<Arguments> defaults() {
    return Stream.of(
        Arguments.of(new SQLTimeoutException(), "db_timeout"),
        Arguments.of(new SQLTransientConnectionException(), "db_unavailable"),
        Arguments.of(new SQLTransientException(), "db"),
        Arguments.of(new SQLException(), "db"),
        Arguments.of(new SocketTimeoutException(), "timeout"),
        Arguments.of(new TimeoutException(), "timeout"),
        Arguments.of(new ConnectException(), "connect"),
        Arguments.of(new IOException(), "io"),
        Arguments.of(new UncheckedIOException(new SocketTimeoutException()), "timeout"),
        Arguments.of(new IllegalStateException(new SQLTimeoutException()), "db_timeout"),
        Arguments.of(new OutOfMemoryError(), "resources"),
        Arguments.of(new NoClassDefFoundError(), "linkage"),
        Arguments.of(new IllegalStateException(), "other"),
        Arguments.of(new AssertionError(), "other"));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void of_default_isOfTheNearestSuperclass(Throwable error, String expected) {
    assertThat(DEFAULTS.of(error)).isEqualTo(expected);
  }

  @Test
  void of_configured_holdsForSubclassesAndCausesAndGoesBeforeTheDefaults() {
    ErrorCategories categories =
        new ErrorCategories(
            Map.of(
                SQLTransientException.class, "db_retry",
                IllegalStateException.class, "state",
                Error.class, "jvm"));

    assertThat(categories.of(new SQLTransientException())).isEqualTo("db_retry");
    assertThat(categories.of(new SQLTimeoutException())).isEqualTo("db_retry");
    assertThat(categories.of(new IOException(new SQLTimeoutException()))).isEqualTo("db_retry");
    assertThat(categories.of(new IllegalStateException(new SQLTimeoutException())))
        .isEqualTo("state");
    assertThat(categories.of(new OutOfMemoryError())).isEqualTo("jvm");
    assertThat(categories.of(new IOException())).isEqualTo("io");
  }

  @Test
  void of_causesInACircle_ends() {
    Exception one = new Exception();
    one.initCause(new Exception(one));

    assertThat(DEFAULTS.of(one)).isEqualTo("other");
  }
}
