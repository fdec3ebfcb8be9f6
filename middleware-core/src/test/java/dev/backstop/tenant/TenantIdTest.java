package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "bank-of-a", "AZaz09._-", "42", "..", "none"})
  void isWellFormed_shortWord_isTrue(String id) {
    assertThat(TenantId.isWellFormed(id)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ",
        "a b",
        "a,b",
        "a\n",
        "a\r\nX: y",
        "\u0000",
        "a/b",
        "a@b",
        "a\"b",
        "a'b",
        "a\\b",
        "a=b",
        "ä",
        "а",
        "\u202e",
        "\uD83D\uDE00",
        "a\u0085",
        "{}",
        "a:b",
        "a;b",
        "a%20",
        "<a>"
      })
  void isWellFormed_anythingElse_isFalse(String id) {
    assertThat(TenantId.isWellFormed(id)).isFalse();
  }

  @Test
  void isWellFormed_length_endsAt64() {
    assertThat(TenantId.isWellFormed("x".repeat(64))).isTrue();
    assertThat(TenantId.isWellFormed("x".repeat(65))).isFalse();
    assertThat(TenantId.isWellFormed("x".repeat(8192))).isFalse();
  }
}
