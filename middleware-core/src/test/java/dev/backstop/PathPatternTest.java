package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "/api/*, /api, true",
    "/api/*, /api/, true",
    "/api/*, /api/orders/1, true",
    "/api/*, /apis, false",
    "/api/*, /, false",
    "/api/*, /x/api/y, false",
    "/api/*, /API/x, false",
    "/*, /, true",
    "/*, /anything/at/all, true",
    "/orders, /orders, true",
    "/orders, /orders/, false",
    "/orders, /orders/1, false",
    "*.pdf, /a/b.pdf, true",
    "*.pdf, /b.pdf, true",
    "*.pdf, /b.pdf/c, false",
    "*.pdf, /a.pdfx, false",
    "*.pdf, /a/pdf, false",
    "'', /, true",
    "'', /a, false",
  })
  void matches_asServletMappingsDo(String pattern, String path, boolean expected) {
    assertThat(PathPattern.mistakeIn(pattern)).isNull();
    assertThat(new PathPattern(pattern).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "api", "api/*", "*", "*.", "/a*", "/*/b", "/a/*/b", "*.a/b", "*.a*", "/a/**"})
  void mistakeIn_whatIsNoPattern_isTold(String pattern) {
    assertThat(PathPattern.mistakeIn(pattern)).contains("\"/api/*\"", "\"*.pdf\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "/a//b, /a/b",
    "//a/./b/, /a/b",
    "/a/../b, /b",
    "/../../a, /a",
    "/a/..b/.c, /a/..b/.c",
    "/a/b/.., /a",
    "/.., /",
    "/public/..;/api/x, /api/x",
    "/a;b=c/d;e, /a/d",
    "/;/a, /a",
  })
  void withoutDots_isThePathThatIsMeant(String path, String expected) {
    assertThat(PathPattern.withoutDots(path)).isEqualTo(expected);
  }
}
