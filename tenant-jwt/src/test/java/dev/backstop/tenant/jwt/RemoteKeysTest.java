package dev.backstop.tenant.jwt;

import static dev.backstop.tenant.jwt.Head.bearer;
import static dev.backstop.tenant.jwt.Issuer.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from an authorization server, a real one, on this machine. */
class RemoteKeysTest {
  private static final Issuer ISSUER = new Issuer();

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = ISSUER.keys().toString().getBytes(UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** It waits longer than one in production: this machine may be busy. */
  private JwtTenant resolver() {
    return Issuer.withoutKeys().keySource(RemoteKeys.at(address(), 20_000)).build();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  @Test
  void resolve_manyTokens_readsTheKeysOnce() throws Exception {
    JwtTenant resolver = resolver();
    assertThat(asked).hasValue(0);

    for (int i = 0; i < 50; i++) {
      assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isEqualTo("acme");
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void resolve_floodOfUnknownKeys_asksTheServerTwiceAtMost() throws Exception {
    JwtTenant resolver = resolver();
    RSAKey evil = Issuer.newKey("evil");
    for (int i = 0; i < 200; i++) {
      String token = Issuer.sign(claims(), JWSAlgorithm.RS256, "k-" + i, new RSASSASigner(evil));
      assertThat(resolver.resolve(bearer(token))).isNull();
    }

    assertThat(asked.get()).isBetween(1, 2);
    assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isEqualTo("acme");
  }

  @Test
  void resolve_serverIsGone_isNoneWithinSeconds() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    JwtTenant resolver =
        Issuer.withoutKeys()
            .keysFrom(URI.create("http://127.0.0.1:" + port + "/keys"))
            .meters(registry)
            .build();
    long start = System.nanoTime();

    for (int i = 0; i < 20; i++) {
      assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isNull();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(registry.get("backstop.tenant.tokens").tag("result", "no_keys").counter().count())
        .isEqualTo(20);
  }

  /** A server that takes the connection and never answers. */
  @Test
  void resolve_serverHangs_isNoneWithinSeconds() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      JwtTenant resolver =
          Issuer.withoutKeys()
              .keysFrom(URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/keys"))
              .build();
      long start = System.nanoTime();

      for (int i = 0; i < 20; i++) {
        assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isNull();
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** A server that sends a byte now and then, and never the last. */
  @Test
  void resolve_serverDrips_isNoneWithinSeconds() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.createContext(
        "/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
              body.write(' ');
              body.flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    JwtTenant resolver = Issuer.withoutKeys().keysFrom(address().resolve("/drip")).build();

    try {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isNull());
    } finally {
      over.countDown();
    }
  }

  /** The address was trusted since it is this machine's; where it leads to need not be. */
  @Test
  void resolve_serverRedirectsByHttp_isNotFollowed() throws Exception {
    AtomicInteger redirected = new AtomicInteger();
    server.createContext(
        "/moved",
        exchange -> {
          redirected.incrementAndGet();
          exchange.getResponseHeaders().set("Location", address().toString());
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    JwtTenant resolver =
        Issuer.withoutKeys().keySource(RemoteKeys.at(address().resolve("/moved"), 20_000)).build();

    assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isNull();

    assertThat(redirected).hasPositiveValue();
    assertThat(asked).hasValue(0);
  }

  /** More than any issuer's keys take; what is more could fill the memory. */
  @Test
  void resolve_serverSendsWithoutEnd_isNone() throws Exception {
    AtomicLong sent = new AtomicLong();
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] noise = new byte[8_192];
          try (OutputStream body = exchange.getResponseBody()) {
            while (sent.addAndGet(noise.length) < 1L << 30) {
              body.write(noise);
            }
          }
        });
    JwtTenant resolver =
        Issuer.withoutKeys()
            .keySource(RemoteKeys.at(address().resolve("/endless"), 20_000))
            .build();

    assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isNull();

    assertThat(sent.get()).isBetween(64L * 1024, 1L << 29);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example/keys",
        "ftp://127.0.0.1/keys",
        "file:///etc/keys",
        "keys",
        "http://127.0.0.1.evil.example/keys",
        "http://localhost.evil.example/keys"
      })
  void isTrustworthy_neitherTlsNorThisMachine_isFalse(String address) {
    assertThat(RemoteKeys.isTrustworthy(URI.create(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.example/keys", "http://localhost:80/k", "http://[::1]:80/k"})
  void isTrustworthy_tlsOrThisMachine_isTrue(String address) {
    assertThat(RemoteKeys.isTrustworthy(URI.create(address))).isTrue();
  }
}
