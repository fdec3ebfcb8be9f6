package dev.backstop.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  private static String jsonOf(String detail) {
    String json = Problem.builder(599).detail(detail).build().toJson();
    String before = "{\"status\":599,\"detail\":\"";
    assertThat(json).startsWith(before).endsWith("\"}");
    return json.substring(before.length(), json.length() - 2);
  }

  @Test
  void toJson_everyMember_isInTheOrderOfTheRfcThenTheExtensions() {
    Problem problem =
        Problem.builder(403)
            .type(URI.create("https://shop.example/problems/out-of-credit"))
            .title("Out of credit")
            .detail("Your balance is 30, but that costs 50.")
            .instance(URI.create("/account/12345/msgs/abc"))
            .with("balance", 30)
            .with("accounts", List.of("/account/12345", "/account/67890"))
            .build();

    assertThat(problem.toJson())
        .isEqualTo(
            "{\"type\":\"https://shop.example/problems/out-of-credit\",\"title\":\"Out of credit\","
                + "\"status\":403,\"detail\":\"Your balance is 30, but that costs 50.\","
                + "\"instance\":\"/account/12345/msgs/abc\",\"balance\":30,"
                + "\"accounts\":[\"/account/12345\",\"/account/67890\"]}");
  }

  @Test
  void of_statusAlone_hasTheUsualWordsAndNoType() {
    assertThat(Problem.of(404).toJson()).isEqualTo("{\"title\":\"Not Found\",\"status\":404}");
    assertThat(Problem.of(499).toJson()).isEqualTo("{\"status\":499}");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 200, 302, 399, 600, 4040})
  void builder_statusThatIsNoError_isRefused(int status) {
    assertThatThrownBy(() -> Problem.builder(status))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(String.valueOf(status), "400 to 599");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "say \"hi\" | say \\\"hi\\\"",
        "C:\\temp | C:\\\\temp",
        "</script> | \\u003c/script\\u003e",
        "a&b | a\\u0026b",
        "Größe 漢字 | Größe 漢字",
        "'single' | 'single'",
      })
  void toJson_text_isEscaped(String text, String expected) {
    assertThat(jsonOf(text)).isEqualTo(expected);
  }

  @Test
  void toJson_controlCharactersAndMarks_areEscaped() {
    assertThat(jsonOf("a\nb\rc\td\0e\u001b[31mf\u007f\u0085"))
        .isEqualTo("a\\nb\\rc\\td\\u0000e\\u001b[31mf\\u007f\\u0085");
    assertThat(jsonOf("\u2028\u2029\u202e\u2066\ufeff\u061c"))
        .isEqualTo("\\u2028\\u2029\\u202e\\u2066\\ufeff\\u061c");
  }

  @Test
  void toJson_everyChar_leavesNothingThatEndsTheTextOrHasNoFormInUtf8() {
    for (int c = 0; c <= 0xFFFF; c++) {
      String json = jsonOf("" + (char) c);

      assertThat(json)
          .as("U+%04X", c)
          .matches("\\\\[nrt\"\\\\]|\\\\u[0-9a-f]{4}|[^\"\\\\\\x00-\\x1f]");
      assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .as("U+%04X", c)
          .isEqualTo(json);
    }
  }

  @Test
  void toJson_surrogates_pairsStayAndHalvesAreReplaced() {
    assertThat(jsonOf("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    assertThat(jsonOf("a\ud83d")).isEqualTo("a\ufffd");
    assertThat(jsonOf("\ude00b\ud83dc")).isEqualTo("\ufffdb\ufffdc");
  }

  @Test
  void detail_tooLong_isCutAndNeverInsideOfAPair() {
    assertThat(jsonOf("x".repeat(5_000))).isEqualTo("x".repeat(2_048) + "...");
    assertThat(jsonOf("x".repeat(2_047) + "\ud83d\ude00")).isEqualTo("x".repeat(2_047) + "...");
  }

  @Test
  void with_valuesOfEveryKind_areWrittenAsJson() {
    Map<String, Object> nested = new LinkedHashMap<>();
    nested.put("a \"key\"", null);
    nested.put("empty", Map.of());
    Problem problem =
        Problem.builder(499)
            .with("a1", 1L)
            .with("a2", -2.5e300)
            .with("a3", new BigDecimal("1.10"))
            .with("a4", true)
            .with("a5", 'c')
            .with("a6", Thread.State.NEW)
            .with("a7", CharBuffer.wrap("text"))
            .with("a8", Arrays.asList(1, null, List.of()))
            .with("a9", nested)
            .build();

    assertThat(problem.toJson())
        .isEqualTo(
            "{\"status\":499,\"a1\":1,\"a2\":-2.5E300,\"a3\":1.10,\"a4\":true,\"a5\":\"c\","
                + "\"a6\":\"NEW\",\"a7\":\"text\",\"a8\":[1,null,[]],"
                + "\"a9\":{\"a \\\"key\\\"\":null,\"empty\":{}}}");
  }

  @Test
  void with_valueWithoutAFormInJson_isRefused() {
    ProblemBuilder builder = Problem.builder(400);
    Object deep = "x";
    for (int i = 0; i < 9; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;

    for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, new Object(), tooDeep)) {
      assertThatThrownBy(() -> builder.with("value", value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'value'", "expected text");
    }
    assertThat(((List<?>) tooDeep).get(0)).satisfies(eight -> builder.with("value", eight));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "type", "title", "detail", "instance", "", "1a", "a-b", "a\"b"})
  void with_nameThatIsTakenOrNoName_isRefused(String name) {
    assertThatThrownBy(() -> Problem.builder(400).with(name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void with_valueThatChangesLater_wasCopied() {
    List<String> items = new ArrayList<>(List.of("one"));
    ProblemBuilder builder = Problem.builder(499).with("items", items);
    Problem problem = builder.build();

    items.add("two");
    builder.with("more", 1);

    assertThat(problem.toJson()).isEqualTo("{\"status\":499,\"items\":[\"one\"]}");
    assertThat(problem.extensions()).isUnmodifiable();
  }

  @Test
  void with_moreThanFits_isBounded() {
    Problem many = Problem.builder(400).with("items", Collections.nCopies(1_000_000, 1)).build();
    Problem text =
        Problem.builder(400)
            .with("items", Collections.nCopies(1_000, "\u0001".repeat(5_000)))
            .with("more", "x")
            .build();

    assertThat((List<?>) many.extensions().get("items")).hasSize(999);
    assertThat(text.toJson().length()).isLessThan(6 * 33_000);
    assertThat(text.extensions()).doesNotContainKey("more");
  }

  @Test
  void header_valueWithALineBreak_isOneLine() {
    Problem problem =
        Problem.builder(401)
            .header("WWW-Authenticate", "Bearer\r\nSet-Cookie: a=b\0\u00e4")
            .build();

    assertThat(problem.headers())
        .containsExactly(Map.entry("WWW-Authenticate", "Bearer  Set-Cookie: a=b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a:b", "a\r\nb", "Content-Length", "content-type", "Transfer-Encoding"})
  void header_thatIsNoneOrNotTheAuthors_isRefused(String name) {
    assertThatThrownBy(() -> Problem.builder(401).header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a token");
  }

  @Test
  void type_tooLong_isRefused() {
    URI uri = URI.create("https://shop.example/" + "x".repeat(2_048));

    assertThatThrownBy(() -> Problem.builder(400).type(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("type has 2069", "2,048");
  }

  @Test
  void equals_sameContent_isEqual() {
    assertThat(Problem.of(400, "x"))
        .isEqualTo(Problem.of(400, "x"))
        .hasSameHashCodeAs(Problem.of(400, "x"))
        .isNotEqualTo(Problem.of(400, "y"))
        .isNotEqualTo(Problem.of(401, "x"));
  }
}
