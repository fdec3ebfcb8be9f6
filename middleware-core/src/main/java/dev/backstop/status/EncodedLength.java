package dev.backstop.status;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of text in a charset, piece by piece: a surrogate pair may be split between two
 * pieces. What cannot be encoded counts as its replacement.
 */
abstract class EncodedLength {
  private char high; // half of a pair, waiting for the other; 0 where none waits
  private long bytes;

  /** Returns the charset of a response; ISO-8859-1 where it names none (Servlet 6.1, 5.7). */
  static Charset charset(@Nullable String encoding) {
    if (encoding == null) {
      return StandardCharsets.ISO_8859_1;
    }
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.ISO_8859_1; // the container has refused it, or will
    }
  }

  static EncodedLength in(Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return new Utf8();
    }
    if (charset.equals(StandardCharsets.ISO_8859_1)
        || charset.equals(StandardCharsets.US_ASCII)
        || !charset.canEncode()) { // which no container can write either
      return new OneByte();
    }
    return new AnyCharset(charset);
  }

  /** Returns the bytes since the last call. */
  long take() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }

  void add(CharSequence text, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      add(text.charAt(i));
    }
  }

  void add(char[] text, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      add(text[i]);
    }
  }

  void add(char c) {
    if (c < 0x80 && high == 0) {
      bytes += ascii();
    } else if (Character.isHighSurrogate(c)) {
      if (high != 0) {
        bytes += replacement();
      }
      high = c;
    } else if (high != 0) {
      char waiting = high;
      high = 0;
      if (Character.isLowSurrogate(c)) {
        bytes += pair(waiting, c);
      } else {
        bytes += replacement();
        add(c);
      }
    } else {
      bytes += Character.isLowSurrogate(c) ? replacement() : single(c);
    }
  }

  int ascii() {
    return 1;
  }

  int replacement() {
    return 1; // a question mark
  }

  abstract int single(char c);

  abstract int pair(char high, char low);

  private static final class Utf8 extends EncodedLength {
    @Override
    int single(char c) {
      return c < 0x800 ? 2 : 3;
    }

    @Override
    int pair(char high, char low) {
      return 4;
    }
  }

  private static final class OneByte extends EncodedLength {
    @Override
    int single(char c) {
      return 1;
    }

    @Override
    int pair(char high, char low) {
      return 1;
    }
  }

  /** Asks an encoder, since some charsets begin with a mark or shift between states. */
  private static final class AnyCharset extends EncodedLength {
    private final CharsetEncoder encoder;
    private final ByteBuffer scratch = ByteBuffer.allocate(64);

    AnyCharset(Charset charset) {
      encoder =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    private int encode(char... text) {
      scratch.clear();
      encoder.encode(CharBuffer.wrap(text), scratch, false);
      return scratch.position();
    }

    @Override
    int ascii() {
      return encode('a');
    }

    @Override
    int replacement() {
      return encode('?');
    }

    @Override
    int single(char c) {
      return encode(c);
    }

    @Override
    int pair(char high, char low) {
      return encode(high, low);
    }
  }
}
