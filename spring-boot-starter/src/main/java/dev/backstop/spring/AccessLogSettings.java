package dev.backstop.spring;

import dev.backstop.observe.AccessLog;
import dev.backstop.observe.AccessLogBuilder;
import dev.backstop.outcome.Outcome;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The access log that {@code backstop.access-log.*} describes. */
final class AccessLogSettings {
  private AccessLogSettings() {}

  static AccessLog build(BackstopProperties.AccessLog settings) {
    AccessLogBuilder builder =
        AccessLog.builder()
            .logger(LoggerFactory.getLogger(Checked.named("access-log.logger", settings.logger())));
    for (String header : settings.headers()) {
      refuseUnlessTaken(header);
    }
    builder.headers(settings.headers().toArray(String[]::new));
    if (settings.ownRequestIds()) {
      builder.ownRequestIds();
    } else {
      builder.requestIdHeader(
          Checked.named("access-log.request-id-header", settings.requestIdHeader()));
    }
    if (settings.queries()) {
      builder.queries();
    }
    if (!settings.stackTraces()) {
      builder.withoutStackTraces();
    }
    if (!settings.skipPaths().isEmpty()) {
      builder.skip(outcome -> wentWell(outcome) && isOneOf(settings.skipPaths(), outcome.path()));
    }
    return builder.build();
  }

  /** Which headers a log may have, its builder knows. */
  private static void refuseUnlessTaken(String header) {
    try {
      AccessLog.builder().headers(header).build();
    } catch (IllegalStateException mistake) {
      throw Checked.refused("access-log.headers", header, String.valueOf(mistake.getMessage()));
    }
  }

  private static boolean wentWell(Outcome outcome) {
    return outcome.status() > 0 && outcome.status() < 400 && !outcome.failed();
  }

  private static boolean isOneOf(List<String> patterns, String path) {
    for (String pattern : patterns) {
      boolean matches =
          pattern.endsWith("*")
              ? path.startsWith(pattern.substring(0, pattern.length() - 1))
              : path.equals(pattern);
      if (matches) {
        return true;
      }
    }
    return false;
  }
}
