package dev.backstop;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private static HttpServletRequest request(
      String context, @Nullable MappingMatch match, @Nullable String pattern) {
    HttpServletMapping mapping =
        HandMade.proxy(
            HttpServletMapping.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMappingMatch" -> match;
                  case "getPattern" -> pattern;
                  default -> "";
                });
    return HandMade.request(
        "/never/the/raw/path",
        new HashMap<>(Map.of("getContextPath", context, "getHttpServletMapping", mapping)));
  }

  private static @Nullable String find(HttpServletRequest request, @Nullable String before) {
    return Route.find(request, DispatcherType.REQUEST, before);
  }

  @ParameterizedTest
  @EnumSource(
      value = MappingMatch.class,
      names = {"PATH", "EXACT", "EXTENSION"})
  void mapping_thatSaysSomething_isTheRoute(MappingMatch match) {
    assertThat(find(request("", match, "/orders/*"), null)).isEqualTo("/orders/*");
  }

  @Test
  void mapping_inAContext_hasTheContextInFront() {
    assertThat(find(request("/shop", MappingMatch.PATH, "/orders/*"), null))
        .isEqualTo("/shop/orders/*");
  }

  @Test
  void mapping_ofTheContextRoot_isASlash() {
    assertThat(find(request("", MappingMatch.CONTEXT_ROOT, ""), null)).isEqualTo("/");
    assertThat(find(request("/shop", MappingMatch.CONTEXT_ROOT, ""), null)).isEqualTo("/shop/");
  }

  @Test
  void mapping_toTheDefaultServletOrToNothing_saysNothing() {
    assertThat(find(request("", MappingMatch.DEFAULT, "/"), null)).isNull();
    assertThat(find(request("", null, null), null)).isNull();
    assertThat(find(HandMade.request("/orders"), null)).isNull();
  }

  @Test
  void mapping_ofALaterDispatch_leavesTheFirst() {
    assertThat(find(request("", MappingMatch.PATH, "/forwarded/*"), "/orders/*"))
        .isEqualTo("/orders/*");
  }

  @Test
  void springsPattern_goesBeforeTheMappingAndBeforeWhatWasFound() {
    HttpServletRequest request = request("/shop", MappingMatch.PATH, "/*");
    request.setAttribute(SPRING, "/orders/{id}");

    assertThat(find(request, null)).isEqualTo("/shop/orders/{id}");
    assertThat(find(request, "/shop/*")).isEqualTo("/shop/orders/{id}");
  }

  @Test
  void errorPage_leavesWhatWasFound() {
    HttpServletRequest request = request("", MappingMatch.EXACT, "/error");
    request.setAttribute(SPRING, "/error");

    assertThat(Route.find(request, DispatcherType.ERROR, "/orders/*")).isEqualTo("/orders/*");
    assertThat(Route.find(request, DispatcherType.ERROR, null)).isNull();
  }
}
