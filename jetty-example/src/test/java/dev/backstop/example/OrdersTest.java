package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders are real rows, and what is wrong with a request is told. */
class OrdersTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static RunningService service;

  @BeforeAll
  static void start() throws Exception {
    service = new RunningService();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static RawClient.Answer post(String json) throws IOException {
    return RawClient.ask(service.base(), "POST", "/orders", json);
  }

  private static String error(RawClient.Answer answer) {
    return MAPPER.readTree(answer.body()).get("error").stringValue();
  }

  @Test
  void post_validOrder_isThereForTheNextRequest() throws Exception {
    RawClient.Answer posted = post("{\"item\": \"Stehlampe für 2\", \"quantity\": 3}");

    RawClient.Answer found = service.get(posted.headers().get("Location"));
    JsonNode all = MAPPER.readTree(service.get("/orders").body());

    assertThat(posted.status()).isEqualTo(201);
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.body()).isEqualTo(posted.body());
    assertThat(MAPPER.readTree(found.body()).get("item").stringValue())
        .isEqualTo("Stehlampe für 2");
    assertThat(MAPPER.readTree(found.body()).get("quantity").intValue()).isEqualTo(3);
    assertThat(all.get(0)).isEqualTo(MAPPER.readTree(found.body()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"quantity": 2}                        | item is missing: expected 1 to 64 letters
          {"item": "", "quantity": 2}            | item is "": expected 1 to 64 letters
          {"item": 7, "quantity": 2}             | item is 7: expected 1 to 64 letters
          {"item": "a\\nb", "quantity": 2}       | expected 1 to 64 letters
          {"item": "lamp"}                       | quantity is missing: expected a whole number from 1 to 1000
          {"item": "lamp", "quantity": 0}        | quantity is 0: expected a whole number from 1 to 1000
          {"item": "lamp", "quantity": 1001}     | quantity is 1001: expected a whole number
          {"item": "lamp", "quantity": 1.5}      | quantity is 1.5: expected a whole number
          {"item": "lamp", "quantity": "2"}      | quantity is "2": expected a whole number
          {"item": "lamp", "quantity": 99999999999999999999} | expected a whole number
          {"item": "lamp", "quantity": 2} x      | the body is not JSON: expected an object as in
          [1, 2]                                 | item is missing
          lamp                                   | the body is not JSON: expected an object as in
          """)
  void post_invalidOrder_answers400AndSaysWhatIsExpected(String json, String message)
      throws Exception {
    RawClient.Answer answer = post(json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer)).contains(message);
  }

  @Test
  void post_emptyBody_answers400() throws Exception {
    assertThat(post("").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"Content-Type: text/plain, text/plain", "X-None: none, null"})
  void post_otherContentType_answers415(String header, String told) throws Exception {
    RawClient.Answer answer =
        RawClient.ask(
            service.base(),
            "POST",
            "/orders",
            header + "\r\n",
            "{\"item\": \"lamp\", \"quantity\": 2}");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(error(answer)).isEqualTo("Content-Type is " + told + ": expected application/json");
  }

  @Test
  void post_tooLargeBody_answers413() throws Exception {
    RawClient.Answer answer = post("{\"item\": \"" + "x".repeat(20_000) + "\", \"quantity\": 2}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(error(answer)).contains("expected at most 16384 bytes");
  }

  @ParameterizedTest
  @CsvSource({"abc", "''", "1/2", "99999999999999999999"})
  void get_idThatIsNoNumber_answers400(String id) throws Exception {
    RawClient.Answer answer = service.get("/orders/" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer))
        .isEqualTo("the order id is '" + id + "': expected a whole number, as in /orders/1");
  }

  @Test
  void delete_notOffered_answers405() throws Exception {
    assertThat(RawClient.ask(service.base(), "DELETE", "/orders/1", null).status()).isEqualTo(405);
  }

  @Test
  void exception_afterAWrite_isRolledBack() throws Exception {
    RawClient.Answer answer = service.get("/ends/exception");
    service.outcomesOf("/ends/exception"); // so the cleanups have run

    assertThat(answer.status()).isEqualTo(500);
    assertThat(service.get("/orders").body()).contains("lamp").doesNotContain("ghost");
  }
}
