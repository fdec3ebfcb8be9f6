package dev.backstop.observe;

import dev.backstop.outcome.Outcome;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Configures an {@link AccessLog}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class AccessLogBuilder {
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie");

  private final Mistakes mistakes = new Mistakes();
  final Set<String> headers = new LinkedHashSet<>();
  Logger logger = LoggerFactory.getLogger("dev.backstop.access");
  @Nullable Predicate<Outcome> skip;
  @Nullable Function<Outcome, Level> level;
  @Nullable String requestIdHeader = "X-Request-Id";
  boolean queries;
  boolean stackTraces = true;

  AccessLogBuilder() {}

  /**
   * Sets where to write; the default is the logger {@code dev.backstop.access}.
   *
   * @param destination of the events
   * @return this builder
   */
  public AccessLogBuilder logger(Logger destination) {
    if (mistakes.given(destination, "logger(logger)", "leave the call out")) {
      logger = destination;
    }
    return this;
  }

  /**
   * Leaves out the exchanges that match, such as health checks that went well. Called again, it
   * leaves out those that match either.
   *
   * @param matching asked once for each exchange, at its end
   * @return this builder
   */
  public AccessLogBuilder skip(Predicate<Outcome> matching) {
    if (mistakes.given(matching, "skip(predicate)", "leave the call out")) {
      skip = skip == null ? matching : skip.or(matching);
    }
    return this;
  }

  /**
   * Sets the level of each event; for the default see {@link AccessLog}.
   *
   * @param levels asked once for each exchange that is not skipped
   * @return this builder
   */
  public AccessLogBuilder level(Function<Outcome, Level> levels) {
    if (mistakes.given(levels, "level(function)", "leave the call out for the default")
        && mistakes.holds(level == null, "level(function) was called twice: keep one")) {
      level = levels;
    }
    return this;
  }

  /**
   * Adds request headers to the event, each as {@code header.<name>}. Values are cut after 256
   * characters. Headers that carry credentials are refused.
   *
   * @param names without regard to case
   * @return this builder
   */
  public AccessLogBuilder headers(String... names) {
    if (mistakes.given(names, "headers(names)", "leave the call out")) {
      for (String name : names) {
        if (mistakes.given(name, "headers(name)", "name a request header")) {
          header(name.toLowerCase(Locale.ROOT));
        }
      }
    }
    return this;
  }

  private void header(String name) {
    if (mistakes.holds(
            !CREDENTIALS.contains(name),
            "headers(" + name + "): it carries credentials, which a log must not; log the tenant")
        && mistakes.holds(
            name.matches("[a-z0-9!#$%&'*+.^_`|~-]+"),
            "headers(" + name + "): expected the name of a header")) {
      headers.add(name);
    }
  }

  /**
   * Sets the header that a client may send its own request id in; the default is {@code
   * X-Request-Id}. An id is taken where it is 1 to 64 of {@code A-Z a-z 0-9 . _ -}; any other is
   * replaced by one that is made.
   *
   * @param name without regard to case
   * @return this builder
   */
  public AccessLogBuilder requestIdHeader(String name) {
    if (mistakes.given(name, "requestIdHeader(name)", "call ownRequestIds() to read none")
        && mistakes.holds(!name.isBlank(), "requestIdHeader(name) was blank: name a header")) {
      requestIdHeader = name;
    }
    return this;
  }

  /**
   * Makes all request ids, whatever a client sent.
   *
   * @return this builder
   */
  public AccessLogBuilder ownRequestIds() {
    requestIdHeader = null;
    return this;
  }

  /**
   * Adds the query string, with the parameters redacted that the OpenTelemetry conventions list.
   * Left out by default: queries carry personal data and secrets.
   *
   * @return this builder
   */
  public AccessLogBuilder queries() {
    queries = true;
    return this;
  }

  /**
   * Leaves out the stack trace, which is attached where {@link Outcome#failed()}.
   *
   * @return this builder
   */
  public AccessLogBuilder withoutStackTraces() {
    stackTraces = false;
    return this;
  }

  /**
   * {@return the access log}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public AccessLog build() {
    mistakes.refuse("AccessLog");
    return new AccessLog(this);
  }
}
