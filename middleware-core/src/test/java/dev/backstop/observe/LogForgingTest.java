package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No client can write a second line, end a quote, or steer the terminal of who reads the log. */
class LogForgingTest {
  private static final String FORGED = "ERROR audit user=admin granted=true";

  private final RecordedLog log = new RecordedLog("test.forging");
  private final Backstop backstop =
      Backstop.builder()
          .use(AccessLog.builder().logger(log.logger()).queries().headers("User-Agent").build())
          .build();

  @AfterEach
  void close() {
    log.close();
  }

  static Stream<String> hostile() {
    return Stream.of(
        "\r\n" + FORGED,
        "\n" + FORGED,
        "\r" + FORGED,
        "\u0085" + FORGED,
        "\u2028" + FORGED,
        "\u2029" + FORGED,
        "\u000B" + FORGED,
        "\f" + FORGED,
        "\u0000" + FORGED,
        "\u001B[2K\u001B[1A" + FORGED,
        "\u009B2K" + FORGED,
        "\u007F\b\b" + FORGED,
        "\" 200, 0 bytes in 1.000 ms \"" + FORGED,
        "' status='200' " + FORGED,
        "\\\" " + FORGED,
        "\u202E" + FORGED,
        "\u2066" + FORGED,
        "\uD83D" + FORGED);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void end_hostileRequest_isOneCleanLine(String text) {
    new Sent()
        .method("GET" + text)
        .path("/" + text)
        .query("q=" + text)
        .header("User-Agent", text)
        .header("X-Request-Id", text)
        .to(
            backstop,
            exchange -> {
              exchange.tenant(text);
              exchange.route(text);
              exchange.traceId(text);
              exchange.cleanups().register("audit" + text, outcome -> throwIt(text));
            },
            200);

    String written = log.written();
    assertThat(written).endsWith(System.lineSeparator());
    assertIsOneLine(written.substring(0, written.length() - System.lineSeparator().length()));
    assertThat(log.values().values())
        .allSatisfy(value -> assertThat(value.toString()).doesNotContain("\"", "'"));
  }

  private static void throwIt(String text) {
    throw new IllegalStateException(text);
  }

  private static void assertIsOneLine(String line) {
    assertThat(line.codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> c == 0x2028 || c == 0x2029)
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void end_hostileTextInStackTrace_addsNoLine(String text) {
    IllegalStateException cause = new IllegalStateException(text);
    IllegalArgumentException raised = new IllegalArgumentException("outer " + text, cause);
    raised.addSuppressed(new IllegalStateException(text));

    new Sent().to(backstop, exchange -> exchange.recordError(raised), 200); // swallowed: failed

    assertThat(log.values()).containsKey("error_type");
    String[] lines = log.written().split("\\R", -1);
    assertIsOneLine(lines[0]);
    assertThat(lines).hasSizeGreaterThan(5); // the stack is there
    for (int i = 1; i < lines.length; i++) {
      assertIsOneLine(lines[i].replace("\t", ""));
      assertThat(lines[i])
          .matches(
              "(|\\s*(Caused by: |Suppressed: )?(dev\\.backstop\\.outcome\\.LoggedError: )?java\\.lang\\..*"
                  + "|\\s+at .*|\\s*\\.\\.\\. \\d+ (common frames omitted|frames truncated))");
    }
  }

  @Test
  void end_longPath_isCut() {
    new Sent().path("/" + "a".repeat(10_000)).to(backstop, exchange -> {}, 200);

    assertThat(log.values().get("path").toString()).hasSizeLessThan(2_100).endsWith("...");
  }

  @Test
  void end_hostileRequestOnASocket_isOneCleanLine() throws Exception {
    AccessLog accessLog =
        AccessLog.builder().logger(log.logger()).queries().headers("User-Agent").build();
    try (ObservedServer server =
        new ObservedServer(accessLog).on("/*", (exchange, request, response) -> {}).start()) {
      String answer =
          server.get(
              "/a'b%22?q=%0d%0a\"'" + FORGED.replace(' ', '+'),
              "User-Agent: a\u0085b\"c' " + FORGED);

      assertThat(ObservedServer.statusOf(answer)).as(answer).isEqualTo(200);
      server.awaitEnd();
    }
    assertThat(log.values())
        .containsEntry("path", "/a\\u0027b%22")
        .containsEntry("header.user-agent", "a\\u0085b\\u0022c\\u0027 " + FORGED);
    assertIsOneLine(log.written().stripTrailing());
  }
}
