package dev.backstop;

import dev.backstop.problem.Problem;
import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a problem in place of whatever the application had begun. Of the headers those stay that
 * do not tell of the body it replaces; cookies stay. It never flushes.
 */
final class ProblemAnswer {
  private static final String TYPE = "application/problem+json"; // JSON is UTF-8 without saying so
  private static final Set<String> OF_THE_BODY =
      Set.of(
          "etag",
          "last-modified",
          "accept-ranges",
          "cache-control",
          "expires",
          "digest",
          "repr-digest",
          "transfer-encoding",
          "trailer");

  private ProblemAnswer() {}

  /**
   * Writes it.
   *
   * @param problem null for what the container answers to a status of 500
   * @return false where the response is committed
   * @throws RuntimeException where the container refuses
   */
  static boolean write(
      @Nullable Problem problem, StatusCapturingResponseWrapper response, boolean isHead) {
    if (response.isCommitted()) {
      return false;
    }
    try {
      if (problem == null) {
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      } else {
        replace(problem, response, isHead);
      }
    } catch (IOException clientHasGone) {
      // The wrapper has seen it; there is nobody left to tell.
    }
    return true;
  }

  private static void replace(
      Problem problem, StatusCapturingResponseWrapper response, boolean isHead) throws IOException {
    Map<String, List<String>> kept = keptHeaders(response);
    response.reset(); // resetBuffer would leave a writer of another charset in charge
    kept.forEach((name, values) -> restore(response, name, values));
    response.setHeader("Cache-Control", "no-store");
    problem.headers().forEach(response::setHeader);
    response.setStatus(problem.status());
    response.setContentType(TYPE);
    String asSent = response.getContentType();
    if (asSent != null && asSent.contains("charset")) {
      response.setContentType(
          TYPE + ";charset=UTF-8"); // Undertow keeps the old one through a reset
    }
    byte[] body = problem.toJson().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    if (!isHead) {
      response.getOutputStream().write(body);
    }
  }

  private static Map<String, List<String>> keptHeaders(HttpServletResponse response) {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    for (String name : response.getHeaderNames()) {
      String lower = name.toLowerCase(Locale.ROOT);
      List<String> values = List.copyOf(response.getHeaders(name));
      if (!values.isEmpty() && !isOfTheBody(lower)) {
        kept.put(name, values);
      }
    }
    return kept;
  }

  private static boolean isOfTheBody(String lower) {
    boolean isContent =
        lower.startsWith("content-") && !lower.startsWith("content-security-policy");
    return isContent || OF_THE_BODY.contains(lower);
  }

  private static void restore(HttpServletResponse response, String name, List<String> values) {
    response.setHeader(name, values.get(0)); // a header that survived is not doubled
    for (String more : values.subList(1, values.size())) {
      response.addHeader(name, more);
    }
  }

  /**
   * Ends the asynchronous processing of a request; returns false where there is none, or somebody
   * was quicker.
   */
  static boolean complete(HttpServletRequest request) {
    try {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().complete();
        return true;
      }
    } catch (IllegalStateException completedMeanwhile) {
      // Somebody was quicker, which is all that we wanted.
    }
    return false;
  }
}
