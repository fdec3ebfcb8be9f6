package dev.backstop.observe;

import dev.backstop.outcome.ErrorClassifier;

/**
 * For Backstop's own packages: the tag values that Spring Framework 7 gives {@code
 * http.server.requests}, by the rules of its {@code DefaultServerRequestObservationConvention}, so
 * that dashboards made for it keep working.
 *
 * <p>Stateless and thread-safe.
 */
public final class SpringConvention {
  static final String UNKNOWN = "UNKNOWN";
  static final String NO_EXCEPTION = "none";

  private SpringConvention() {}

  /** Returns the method where it is one that Spring knows by name, else {@code UNKNOWN}. */
  static String method(String method) {
    return switch (method) {
      case "GET" -> "GET";
      case "HEAD" -> "HEAD";
      case "POST" -> "POST";
      case "PUT" -> "PUT";
      case "PATCH" -> "PATCH";
      case "DELETE" -> "DELETE";
      case "OPTIONS" -> "OPTIONS";
      case "TRACE" -> "TRACE";
      default -> UNKNOWN;
    };
  }

  /** Returns the route; {@code root} for the empty one. */
  static String uri(String route) {
    return route.isEmpty() ? "root" : route;
  }

  /** Returns the word that stands for a missing route; never a raw path. */
  static String uriWithoutRoute(int status) {
    if (status == 404) {
      return "NOT_FOUND";
    }
    return status / 100 == 3 && isStandard(status) ? "REDIRECTION" : UNKNOWN;
  }

  /** Returns the status; {@code UNKNOWN} where nothing was sent. */
  static String status(int status) {
    return status == 0 ? UNKNOWN : Integer.toString(status);
  }

  /**
   * {@return the class of the status: of 2xx always, else where the status is a standard one}
   *
   * @param status 0 where none was sent
   */
  public static String outcome(int status) {
    if (status / 100 == 2) {
      return "SUCCESS";
    }
    if (!isStandard(status)) {
      return UNKNOWN;
    }
    return switch (status / 100) {
      case 1 -> "INFORMATIONAL";
      case 3 -> "REDIRECTION";
      case 4 -> "CLIENT_ERROR";
      default -> "SERVER_ERROR";
    };
  }

  /** Returns the simple name of the error's nearest named class. */
  static String exception(Throwable error) {
    return ErrorClassifier.namedClassOf(error).getSimpleName();
  }

  /** Returns whether Spring's {@code HttpStatus} has a constant for it. */
  static boolean isStandard(int status) {
    return switch (status / 100) {
      case 1 -> status <= 103;
      case 2 -> status <= 208 || status == 226;
      case 3 -> status <= 304 || status == 307 || status == 308;
      case 4 ->
          status <= 418
              || (status >= 421 && status <= 426)
              || status == 428
              || status == 429
              || status == 431
              || status == 451;
      case 5 -> status <= 511;
      default -> false;
    };
  }
}
