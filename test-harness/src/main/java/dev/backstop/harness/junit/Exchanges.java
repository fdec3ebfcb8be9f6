package dev.backstop.harness.junit;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;

/**
 * The exchanges that the calls of a test made.
 *
 * <pre>{@code
 * Response response = request.get("/orders/42");
 *
 * assertThat(exchanges.of(response).outcome()).hasStatus(404);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface Exchanges {
  /**
   * Waits for the end of exactly the exchange that answered a response, its cleanups included.
   * Where redirects were followed it is the last exchange.
   *
   * @param response of a call by the injected {@link
   *     io.restassured.specification.RequestSpecification}
   * @return what was recorded of it
   * @throws IllegalArgumentException where the response came otherwise, or past Backstop
   * @throws AssertionError where the exchange does not end within the extension's patience
   */
  EndedExchange of(Response response);

  /**
   * Waits for the end of an exchange, as {@link #of(Response)}.
   *
   * @param response as for {@link #of(Response)}
   * @return the exchange, ended
   */
  default EndedExchange of(ValidatableResponse response) {
    return of(response.extract().response());
  }
}
