package dev.backstop.tenant.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.problem.Problem;
import dev.backstop.tenant.Tenants;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The resolver in a server, asked over a socket; a pitfall or a log of a token would fail these.
 */
class JwtTenantWireTest {
  private static final Issuer ISSUER = new Issuer();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .servlet("/*", new Greeting())
          .backstop(
              builder ->
                  builder
                      .use(Tenants.create(ISSUER.resolver().build()))
                      .gate(
                          "/private/*",
                          Tenants.required(
                              Problem.builder(401).header("WWW-Authenticate", "Bearer").build())))
          .build();

  @SuppressWarnings("serial") // never serialized
  private static final class Greeting extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().print("hello " + Exchange.of(request).tenant());
    }
  }

  private String get(String path, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    try (RawHttpClient client = RawHttpClient.connect(backstop.baseUri().getPort())) {
      client.send(request.append("Connection: close\r\n\r\n").toString());
      return new String(client.readRest(), UTF_8);
    }
  }

  @Test
  void get_goodToken_isServedAsItsTenant() throws Exception {
    assertThat(get("/private/a", "authorization: bearer " + ISSUER.sign(Issuer.claims())))
        .startsWith("HTTP/1.1 200")
        .endsWith("hello acme");
  }

  @Test
  void get_forgedToken_isServedAsNobodyOrRefusedByTheGate() throws Exception {
    String forged = ISSUER.sign(Issuer.claims()).replaceFirst("\\..*\\.", ".e30.");

    assertThat(get("/", "Authorization: Bearer " + forged))
        .startsWith("HTTP/1.1 200")
        .endsWith("hello null");
    assertThat(get("/private/a", "Authorization: Bearer " + forged))
        .startsWith("HTTP/1.1 401")
        .contains("WWW-Authenticate: Bearer")
        .doesNotContain("hello");
  }

  /** What a claim holds is checked as a header is: it is verified, and yet no name. */
  @Test
  void get_claimWithALineBreak_isServedAsNobody() throws Exception {
    for (String value :
        new String[] {"a\\nb", "a\\r\\nX: y", "\\u00e4", "a b", "\\u202e", "x".repeat(65)}) {
      String token = ISSUER.sign(Issuer.claims(",\"tenant\":\"" + value + "\""));

      assertThat(get("/", "Authorization: Bearer " + token)).endsWith("hello null");
    }
  }

  @Test
  void get_twoAuthorizations_isServedAsNobody() throws Exception {
    String header = "Authorization: Bearer " + ISSUER.sign(Issuer.claims());

    assertThat(get("/", header, header)).endsWith("hello null");
  }
}
