package dev.backstop.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Property values that were looked at, so that a mistake is told by the name of the property. */
final class Checked {
  private Checked() {}

  static Duration positive(String property, Duration value) {
    return atLeast(property, value, Duration.ofNanos(1), "Expected a positive duration.");
  }

  static Duration atLeast(String property, Duration value, Duration least, String reason) {
    if (value.compareTo(least) < 0) {
      throw refused(property, value, reason);
    }
    return value;
  }

  static int positive(String property, int value) {
    if (value < 1) {
      throw refused(property, value, "Expected 1 or more.");
    }
    return value;
  }

  static String named(String property, String value) {
    if (value.isBlank()) {
      throw refused(property, value, "Expected a name.");
    }
    return value;
  }

  static InvalidConfigurationPropertyValueException refused(
      String property, Object value, String reason) {
    return new InvalidConfigurationPropertyValueException("backstop." + property, value, reason);
  }
}
