package dev.backstop.example;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;

/** Escapes, besides what JSON asks for, the characters that mean something in HTML, and DEL. */
final class HarmlessEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    for (char c : new char[] {'<', '>', '&', 0x7F}) {
      codes[c] = ESCAPE_STANDARD;
    }
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return null; // there are no sequences of our own
  }
}
