package dev.backstop.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Nothing internal reaches a client, and nothing that a client sent acts on whoever reads it. */
class PrivacyTest {
  private static final String HOSTILE = "<script>'\u202e\u0085\u2028\r\n\u001b[31m')&\"";

  private static RunningService service;

  @BeforeAll
  static void start() throws Exception {
    service = new RunningService();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static Stream<Arguments> errorsInAllFormats() {
    return Stream.of("/ends/exception", "/ends/error-page", "/nothing", OutOfStockPage.PATH)
        .flatMap(
            path ->
                Stream.of("*/*", "text/html", "text/plain", "application/json")
                    .map(accept -> Arguments.of(path, accept)));
  }

  @ParameterizedTest
  @MethodSource("errorsInAllFormats")
  void errorPage_anyFormat_tellsTheStatusAlone(String path, String accept) throws Exception {
    RawClient.Answer answer =
        RawClient.ask(service.base(), "GET", path, "Accept: " + accept + "\r\n", null);

    assertThat(answer.body())
        .isNotEmpty()
        .doesNotContain("Exception", "Servlet", "dev.backstop", "jetty", "\tat ", "paid", "sofa");
  }

  @Test
  void answer_ofAnyKind_namesNoServer() throws Exception {
    assertThat(service.get("/orders").headers()).doesNotContainKeys("Server", "X-Powered-By");
  }

  @Test
  void badRequest_refusedByTheContainer_tellsNothingInternal() throws Exception {
    RawClient.Answer answer = service.get("/a\u0001b");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("Exception", "jetty", "\tat ");
  }

  @Test
  void outcomes_untrustedText_isHarmlessAndYetWhatWasSent() throws Exception {
    service.get("/ends/stream?lines=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));

    JsonNode outcome = service.outcomesOf("/ends/stream").get(0);
    RawClient.Answer page = service.get("/outcomes");

    assertThat(outcome.get("error").get("message").stringValue()).contains("'" + HOSTILE + "'");
    assertThat(page.body()).doesNotContain("<", ">", "&").matches("[\\x20-\\x7E\\n]*");
    assertThat(page.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("X-Content-Type-Options", "nosniff");
  }

  @Test
  void answer_untrustedText_isHarmless() throws Exception {
    RawClient.Answer answer =
        service.get("/ends/stream?lines=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("<", ">", "&").matches("[\\x20-\\x7E]*\\n");
    assertThat(answer.headers()).containsEntry("X-Content-Type-Options", "nosniff");
  }

  @Test
  void log_untrustedText_staysInItsLine() throws Exception {
    service.get("/ends/stream?lines=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));
    service.outcomesOf("/ends/stream");

    assertThat(service.log())
        .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs())
        .anySatisfy(line -> assertThat(line).contains("script"))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u0085\u2028]"));
  }
}
