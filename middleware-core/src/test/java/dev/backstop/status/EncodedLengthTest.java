package dev.backstop.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is the platform's own writer, which encodes as the containers' writers do. */
class EncodedLengthTest {
  static Stream<Charset> charsets() {
    return Stream.of(
            "UTF-8",
            "ISO-8859-1",
            "US-ASCII",
            "UTF-16",
            "UTF-16LE",
            "UTF-16BE",
            "UTF-32",
            "Shift_JIS",
            "EUC-JP",
            "GB18030",
            "Big5",
            "windows-1252",
            "ISO-8859-15",
            "IBM037")
        .filter(Charset::isSupported)
        .map(Charset::forName);
  }

  @Test
  void charsets_namesThoseThatMatter() {
    assertThat(charsets())
        .contains(
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.US_ASCII,
            StandardCharsets.UTF_16,
            Charset.forName("Shift_JIS"),
            Charset.forName("windows-1252"));
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void add_randomTextSplitAtRandomPlaces_isWhatTheEncoderWrites(Charset charset)
      throws IOException {
    Random random = new Random(20261123);
    for (int round = 0; round < 3_000; round++) {
      String text = randomText(random);
      EncodedLength length = EncodedLength.in(charset);

      long counted = 0;
      int from = 0;
      while (from < text.length()) {
        int to = from + 1 + random.nextInt(text.length() - from);
        add(length, text, from, to, random.nextInt(3));
        if (random.nextBoolean()) {
          counted += length.take();
        }
        from = to;
      }
      counted += length.take();

      assertThat(counted)
          .as("%s in round %d: %s", charset, round, text)
          .isEqualTo(bytes(text, charset));
    }
  }

  private static void add(EncodedLength length, String text, int from, int to, int form) {
    switch (form) {
      case 0 -> length.add(text, from, to - from);
      case 1 -> length.add(text.toCharArray(), from, to - from);
      default -> text.substring(from, to).chars().forEach(c -> length.add((char) c));
    }
  }

  private static int bytes(String text, Charset charset) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStreamWriter writer = new OutputStreamWriter(bytes, charset)) {
      writer.write(text);
    }
    return bytes.size();
  }

  /** Characters of every width, halves of pairs too, but for a half that nothing follows. */
  private static String randomText(Random random) {
    IntSupplier[] kinds = {
      () -> random.nextInt(0x80),
      () -> 0x80 + random.nextInt(0x780),
      () -> 0x800 + random.nextInt(0xD800 - 0x800),
      () -> 0xE000 + random.nextInt(0x2000),
      () -> 0x3040 + random.nextInt(0x60), // kana
      () -> 0x20AC,
      () -> 0x10000 + random.nextInt(0x100000),
      () -> 0xD800 + random.nextInt(0x400),
      () -> 0xDC00 + random.nextInt(0x400)
    };
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(kinds[random.nextInt(kinds.length)].getAsInt());
    }
    return text.append('.').toString();
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void add_pairSplitBetweenTwoPieces_countsOnceItIsWhole(Charset charset) throws IOException {
    EncodedLength length = EncodedLength.in(charset);
    length.add("a\ud83d", 0, 2);
    long first = length.take();
    length.add("\ude00b", 0, 2);

    assertThat(first + length.take()).isEqualTo(bytes("a\ud83d\ude00b", charset));
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void add_everyAsciiCharacter_isWhatTheEncoderWrites(Charset charset) throws IOException {
    for (char c = 0; c < 0x80; c++) {
      EncodedLength length = EncodedLength.in(charset);
      length.add(c);

      assertThat(length.take()).as("%s %04x", charset, (int) c).isEqualTo(bytes("" + c, charset));
    }
  }

  @Test
  void take_again_isZero() {
    EncodedLength length = EncodedLength.in(StandardCharsets.UTF_8);
    length.add("abc", 0, 3);

    assertThat(length.take()).isEqualTo(3);
    assertThat(length.take()).isZero();
  }

  @Test
  void in_anyCharsetOfThePlatform_counts() {
    for (Charset charset : Charset.availableCharsets().values()) {
      EncodedLength length = EncodedLength.in(charset);
      length.add("text", 0, 4);

      assertThat(length.take()).as(charset.name()).isGreaterThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no such charset", "x-nobody-has-this", ""})
  @NullSource
  void charset_absentOrUnknown_isLatin1AsTheSpecificationSays(String encoding) {
    assertThat(EncodedLength.charset(encoding)).isEqualTo(StandardCharsets.ISO_8859_1);
  }

  @Test
  void charset_known_isThatOne() {
    assertThat(EncodedLength.charset("utf-8")).isEqualTo(StandardCharsets.UTF_8);
  }
}
