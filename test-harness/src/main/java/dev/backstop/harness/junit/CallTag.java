package dev.backstop.harness.junit;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks each call by a request header of its own, and remembers which response it got. The answer
 * stays as the server sent it.
 *
 * <p>Thread-safe.
 */
final class CallTag implements Filter {
  static final String HEADER = "Backstop-Test-Call";

  private final Map<Response, String> tags = Collections.synchronizedMap(new IdentityHashMap<>());

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expected,
      FilterContext context) {
    String tag = UUID.randomUUID().toString();
    request.replaceHeader(HEADER, tag);
    Response response = context.next(request, expected);
    tags.put(response, tag);
    return response;
  }

  /** Returns the mark of the call that got a response, or null. */
  @Nullable String of(Response response) {
    return tags.get(response);
  }

  void clear() {
    tags.clear();
  }
}
