package dev.backstop.completion;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServletRequestHeadTest {
  private static RequestHead head(Map<String, Object> answers) {
    return new ServletRequestHead(
        (HttpServletRequest)
            Proxy.newProxyInstance(
                ServletRequestHeadTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    answers.getOrDefault(
                        method.getName(), method.getReturnType() == int.class ? 0 : null)));
  }

  @Test
  void everything_isWhatTheRequestSays() {
    RequestHead head =
        head(
            Map.of(
                "getMethod", "BREW",
                "getRequestURI", "/a%20b;v=1",
                "getQueryString", "c=d",
                "getScheme", "https",
                "getProtocol", "HTTP/1.1",
                "getServerName", "shop.example",
                "getServerPort", 8443,
                "getRemoteAddr", "192.0.2.1",
                "getRemotePort", 50_000,
                "getHeader", "first"));

    assertThat(head.method()).isEqualTo("BREW");
    assertThat(head.path()).isEqualTo("/a%20b;v=1");
    assertThat(head.query()).isEqualTo("c=d");
    assertThat(head.scheme()).isEqualTo("https");
    assertThat(head.protocol()).isEqualTo("HTTP/1.1");
    assertThat(head.serverName()).isEqualTo("shop.example");
    assertThat(head.serverPort()).isEqualTo(8443);
    assertThat(head.peerAddress()).isEqualTo("192.0.2.1");
    assertThat(head.peerPort()).isEqualTo(50_000);
    assertThat(head.header("X-First")).isEqualTo("first");
  }

  @Test
  void headers_keepTheirOrder() {
    RequestHead head =
        head(
            Map.of(
                "getHeaders", Collections.enumeration(List.of("b", "a", "b")),
                "getHeaderNames", Collections.enumeration(List.of("Host", "Accept"))));

    assertThat(head.headers("X")).containsExactly("b", "a", "b");
    assertThat(head.headerNames()).containsExactly("Host", "Accept");
  }

  /** The Servlet API allows a container to refuse both with null. */
  @Test
  void headers_refusedByTheContainer_areEmpty() {
    assertThat(head(Map.of()).headers("X")).isEmpty();
    assertThat(head(Map.of()).headerNames()).isEmpty();
  }
}
