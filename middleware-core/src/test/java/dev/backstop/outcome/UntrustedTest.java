package dev.backstop.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedTest {
  /** Unicode's property Bidi_Control (PropList.txt), whole. */
  private static final int[] BIDI_CONTROLS = {
    0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069
  };

  /** Every way to end a line that a regular expression engine, an editor or a terminal knows. */
  private static final Pattern LINE_END =
      Pattern.compile("\\R|\\v", Pattern.UNICODE_CHARACTER_CLASS);

  static IntStream dangerous() {
    IntStream controls =
        IntStream.rangeClosed(0, 0xFFFF).filter(c -> Character.getType(c) == Character.CONTROL);
    IntStream lines = IntStream.of(0x2028, 0x2029, '"', '\'', '\\', 0xFEFF);
    return IntStream.concat(IntStream.concat(controls, lines), IntStream.of(BIDI_CONTROLS));
  }

  @Test
  void dangerous_namesWhatItMust() {
    // 65 control characters: C0, DEL and C1. If the stream above were empty nothing would be held.
    assertThat(dangerous().toArray())
        .hasSize(65 + 6 + BIDI_CONTROLS.length)
        .contains('\r', '\n', 0x1B, 0x7F, 0x85, 0x9B);
  }

  @ParameterizedTest
  @MethodSource("dangerous")
  void clean_dangerousCharacter_isEscapedInFourDigits(int c) {
    String text = "/orders" + (char) c + "level=ERROR";

    assertThat(Untrusted.clean(text)).isEqualTo("/orders\\u%04xlevel=ERROR".formatted(c));
  }

  @Test
  void clean_everySingleCharacter_neverLeavesALineEndOrAQuote() {
    for (int c = 0; c <= 0xFFFF; c++) {
      String cleaned = Untrusted.clean(String.valueOf((char) c));

      assertThat(LINE_END.matcher(cleaned).find()).as("line end from %04x", c).isFalse();
      assertThat(cleaned).doesNotContain("\"", "'");
      assertThat(cleaned.length()).as("%04x", c).isIn(1, 6);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/orders/17", "/a b?c=d&e=%0A%0D", "/größe/日本語/Ω", "tab is not here: {}%s$1"})
  void clean_harmlessText_isTheSameObject(String text) {
    assertThat(Untrusted.clean(text)).isSameAs(text);
  }

  static Stream<List<String>> forgeries() {
    return Stream.of(
        List.of("/x\r\n2026-01-01 ERROR forged", "/x\\u000d\\u000a2026-01-01 ERROR forged"),
        List.of("/x\u001b[31mred", "/x\\u001b[31mred"),
        List.of("/x\u0085next", "/x\\u0085next"),
        List.of("/x\u2028next\u2029", "/x\\u2028next\\u2029"),
        List.of("/x\" status=200", "/x\\u0022 status=200"),
        List.of("/x\\n", "/x\\u005cn"),
        List.of("\n\n", "\\u000a\\u000a"),
        List.of("/\u202Egnp.exe", "/\\u202egnp.exe"),
        List.of("\ud83d\ude00", "\\ud83d\\ude00"));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void clean_forgedLine_staysInItsLine(List<String> sentAndCleaned) {
    assertThat(Untrusted.clean(sentAndCleaned.get(0))).isEqualTo(sentAndCleaned.get(1));
  }

  /** A cleaned text can be told apart from one that was sent like that: backslashes are escaped. */
  @Test
  void clean_twoTexts_neverLookTheSame() {
    assertThat(Untrusted.clean("\\u000a")).isNotEqualTo(Untrusted.clean("\n"));
  }

  @Test
  void clean_2048Characters_isWhole() {
    String text = "x".repeat(2048);

    assertThat(Untrusted.clean(text)).isSameAs(text);
  }

  @Test
  void clean_longer_isCutAfter2048AndSaysSo() {
    assertThat(Untrusted.clean("x".repeat(2049))).isEqualTo("x".repeat(2048) + "...");
    assertThat(Untrusted.clean("\n" + "x".repeat(9000)))
        .isEqualTo("\\u000a" + "x".repeat(2047) + "...");
  }

  @Test
  void clean_dangerOnlyBehindTheCut_isCutAway() {
    assertThat(Untrusted.clean("x".repeat(2048) + "\n")).isEqualTo("x".repeat(2048) + "...");
  }

  @Test
  void clean_randomText_keepsEverySafeCharacterInOrder() {
    Random random = new Random(20261123);
    for (int round = 0; round < 2_000; round++) {
      String text =
          random
              .ints(random.nextInt(40), 0, 0x10000)
              .collect(StringBuilder::new, (all, c) -> all.append((char) c), StringBuilder::append)
              .toString();

      assertThat(unescape(Untrusted.clean(text))).isEqualTo(text);
    }
  }

  private static String unescape(String cleaned) {
    return Pattern.compile("\\\\u(\\p{XDigit}{4})")
        .matcher(cleaned)
        .replaceAll(
            match -> {
              String c = String.valueOf((char) Integer.parseInt(match.group(1), 16));
              return java.util.regex.Matcher.quoteReplacement(c);
            });
  }

  @Test
  void cut_withinACharacterOfTwo_leavesItOut() {
    assertThat(Untrusted.cut("ab", 2)).isEqualTo("ab");
    assertThat(Untrusted.cut("abc", 2)).isEqualTo("ab");
    assertThat(Untrusted.cut("a\uD83D\uDE00b", 2)).isEqualTo("a");
    assertThat(Untrusted.cut("a\uD83D\uDE00b", 3)).isEqualTo("a\uD83D\uDE00");
    assertThat(Untrusted.cut("ab", 0)).isEmpty();
  }
}
