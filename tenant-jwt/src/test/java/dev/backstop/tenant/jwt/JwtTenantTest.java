package dev.backstop.tenant.jwt;

import static dev.backstop.tenant.jwt.Head.bearer;
import static dev.backstop.tenant.jwt.Issuer.NOW;
import static dev.backstop.tenant.jwt.Issuer.claims;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good tokens name their tenant; of all that are forged, stale or malformed none does. */
class JwtTenantTest {
  private static final Issuer ISSUER = new Issuer();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final JwtTenant resolver = ISSUER.resolver().meters(registry).build();

  private String result() {
    return registry.find("backstop.tenant.tokens").counters().stream()
        .filter(counter -> counter.count() > 0)
        .map(counter -> counter.getId().getTag("result") + " " + (int) counter.count())
        .sorted()
        .toList()
        .toString();
  }

  private void assertRefused(String token) {
    assertRefused(bearer(token), "refused");
  }

  private void assertRefused(Head request, String result) {
    assertThat(resolver.resolve(request)).isNull();
    assertThat(result()).isEqualTo("[" + result + " 1]");
  }

  // Good ones ----------------------------------------------------------------------------------

  @Test
  void resolve_goodToken_isItsTenant() throws Exception {
    assertThat(resolver.resolve(bearer(ISSUER.sign(claims())))).isEqualTo("acme");
    assertThat(result()).isEqualTo("[verified 1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "BeArEr    "})
  void resolve_anyCaseOfTheScheme_isItsTenant(String scheme) throws Exception {
    assertThat(resolver.resolve(new Head(scheme + ISSUER.sign(claims())))).isEqualTo("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
  void resolve_typeOfAnAccessToken_isItsTenant(String type) throws Exception {
    String token =
        ISSUER.signRaw("{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"" + type + "\"}", claims());

    assertThat(resolver.resolve(bearer(token))).isEqualTo("acme");
  }

  @Test
  void resolve_noKeyId_triesAllKeys() throws Exception {
    JwtTenant ofTwo =
        Issuer.withoutKeys()
            .keys(
                new JWKSet(
                    Arrays.asList(Issuer.newKey("k0").toPublicJWK(), ISSUER.key.toPublicJWK())))
            .build();

    assertThat(ofTwo.resolve(bearer(ISSUER.signRaw("{\"alg\":\"RS256\"}", claims()))))
        .isEqualTo("acme");
  }

  @Test
  void resolve_severalAudiences_oneIsEnough() throws Exception {
    String token =
        ISSUER.sign(claims(",\"tenant\":\"acme\"").replace("\"orders\"", "[\"a\",\"orders\"]"));

    assertThat(resolver.resolve(bearer(token))).isEqualTo("acme");
  }

  @Test
  void resolve_ellipticCurveAndPss_areAllowedByDefault() throws Exception {
    ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    JwtTenant both =
        Issuer.withoutKeys()
            .keys(new JWKSet(Arrays.asList(ec.toPublicJWK(), ISSUER.key.toPublicJWK())))
            .build();

    assertThat(
            both.resolve(
                bearer(Issuer.sign(claims(), JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)))))
        .isEqualTo("acme");
    assertThat(
            both.resolve(
                bearer(
                    Issuer.sign(claims(), JWSAlgorithm.PS256, "k1", new RSASSASigner(ISSUER.key)))))
        .isEqualTo("acme");
  }

  @Test
  void resolve_secretWhereOnlySecretsAreAllowed_isItsTenant() throws Exception {
    OctetSequenceKey secret = new OctetSequenceKeyGenerator(256).keyID("s").generate();
    JwtTenant byKey =
        Issuer.withoutKeys().keys(new JWKSet(secret)).algorithms(JWSAlgorithm.HS256).build();

    assertThat(
            byKey.resolve(
                bearer(Issuer.sign(claims(), JWSAlgorithm.HS256, "s", new MACSigner(secret)))))
        .isEqualTo("acme");
    assertThat(byKey.resolve(bearer(ISSUER.sign(claims())))).isNull();
  }

  @Test
  void resolve_otherClaim_isItsTenant() throws Exception {
    JwtTenant org = ISSUER.resolver().claim("https://example/org").build();

    assertThat(org.resolve(bearer(ISSUER.sign(claims(",\"https://example/org\":\"acme\"")))))
        .isEqualTo("acme");
  }

  // Time ---------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"-59, acme", "-60,", "-61,", "-100000,", "1, acme"})
  void resolve_expiry_isKeptWithinTheSkew(long seconds, String tenant) throws Exception {
    String token =
        ISSUER.sign(
            "{\"iss\":\"https://login.example\",\"aud\":\"orders\",\"tenant\":\"acme\",\"exp\":"
                + NOW.plusSeconds(seconds).getEpochSecond()
                + "}");

    assertThat(resolver.resolve(bearer(token))).isEqualTo(tenant);
    assertThat(result()).isEqualTo(tenant == null ? "[expired 1]" : "[verified 1]");
  }

  @ParameterizedTest
  @CsvSource({"59, acme", "61,", "100000,", "-1, acme"})
  void resolve_notBefore_isKeptWithinTheSkew(long seconds, String tenant) throws Exception {
    long notBefore = NOW.plusSeconds(seconds).getEpochSecond();

    assertThat(
            resolver.resolve(
                bearer(ISSUER.sign(claims(",\"tenant\":\"acme\",\"nbf\":" + notBefore)))))
        .isEqualTo(tenant);
  }

  @Test
  void resolve_noSkew_isToTheSecond() throws Exception {
    JwtTenant strict = ISSUER.resolver().clockSkew(Duration.ZERO).build();
    String atNow = claims().replaceFirst("\"exp\":\\d+", "\"exp\":" + NOW.getEpochSecond());

    assertThat(strict.resolve(bearer(ISSUER.sign(atNow)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "\"tomorrow\"", "true", "[]", "1e400", "-1", "0", "9223372036854775807"})
  void resolve_expiryThatIsNoTime_isNone(String expiry) throws Exception {
    String token = ISSUER.sign(claims().replaceFirst("\"exp\":\\d+", "\"exp\":" + expiry));

    assertThat(resolver.resolve(bearer(token))).isNull();
  }

  @Test
  void resolve_noExpiry_isNone() throws Exception {
    assertRefused(
        ISSUER.sign("{\"iss\":\"https://login.example\",\"aud\":\"orders\",\"tenant\":\"acme\"}"));
  }

  // Whose and for whom -------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.evil",
        "https://login.example/",
        "HTTPS://LOGIN.EXAMPLE",
        "",
        "evil"
      })
  void resolve_otherIssuer_isNone(String issuer) throws Exception {
    assertRefused(ISSUER.sign(claims().replace("https://login.example", issuer)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"shop\"", "[]", "[\"shop\",\"ORDERS\"]", "\"\"", "null", "[null]"})
  void resolve_otherAudience_isNone(String audience) throws Exception {
    String token = ISSUER.sign(claims().replace("\"orders\"", audience));

    assertThat(resolver.resolve(bearer(token))).isNull();
  }

  @Test
  void resolve_noIssuerOrNoAudience_isNone() throws Exception {
    assertThat(resolver.resolve(bearer(ISSUER.sign(claims().replace("\"iss\"", "\"x\"")))))
        .isNull();
    assertThat(resolver.resolve(bearer(ISSUER.sign(claims().replace("\"aud\"", "\"x\"")))))
        .isNull();
    assertThat(result()).isEqualTo("[refused 2]");
  }

  // Forged -------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "RS257", "EdDSA", "dir"})
  void resolve_algorithmNoneOrUnknown_isNone(String algorithm) throws Exception {
    String header = Issuer.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}", UTF_8);
    String payload = Issuer.encode(claims(), UTF_8);
    String signature = Issuer.encode("x", UTF_8);

    assertThat(resolver.resolve(bearer(header + "." + payload + "."))).isNull();
    assertThat(resolver.resolve(bearer(header + "." + payload + "." + signature))).isNull();
  }

  /** The public key, in each form in which it may be had, as the secret of an HMAC. */
  @Test
  void resolve_publicKeyAsSecret_isNone() throws Exception {
    byte[] der = ISSUER.key.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    JwtTenant bySecret =
        Issuer.withoutKeys()
            .keys(ISSUER.keys())
            .algorithms(JWSAlgorithm.HS256, JWSAlgorithm.HS384)
            .build();
    for (byte[] secret :
        new byte[][] {
          der,
          pem.getBytes(US_ASCII),
          ISSUER.key.getModulus().decode(),
          ISSUER.key.toPublicJWK().toJSONString().getBytes(UTF_8)
        }) {
      String input =
          Issuer.encode("{\"alg\":\"HS256\",\"kid\":\"k1\"}", UTF_8)
              + "."
              + Issuer.encode(claims(), UTF_8);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String token = input + "." + Issuer.encode(mac.doFinal(input.getBytes(US_ASCII)));

      assertThat(resolver.resolve(bearer(token))).isNull();
      assertThat(bySecret.resolve(bearer(token))).isNull();
    }
    assertThat(result()).isEqualTo("[refused 4]");
  }

  @Test
  void resolve_algorithmThatIsNotAllowed_isNone() throws Exception {
    assertRefused(Issuer.sign(claims(), JWSAlgorithm.RS512, "k1", new RSASSASigner(ISSUER.key)));
  }

  @Test
  void resolve_keyOfSomebodyElse_isNone() throws Exception {
    RSAKey evil = Issuer.newKey("k1");

    assertRefused(Issuer.sign(claims(), JWSAlgorithm.RS256, "k1", new RSASSASigner(evil)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k2", "", "../../dev/null", "k1' OR '1'='1", "K1"})
  void resolve_otherKeyId_isNone(String keyId) throws Exception {
    assertRefused(Issuer.sign(claims(), JWSAlgorithm.RS256, keyId, new RSASSASigner(ISSUER.key)));
  }

  /** Keys and addresses of keys in the header, with a signature that these keys would accept. */
  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c"})
  void resolve_keyInTheHeader_isIgnored(String parameter) throws Exception {
    RSAKey evil = Issuer.newKey("evil");
    String value =
        switch (parameter) {
          case "jwk" -> evil.toPublicJWK().toJSONString();
          case "x5c" -> "[\"" + java.util.Base64.getEncoder().encodeToString(new byte[200]) + "\"]";
          default -> "\"http://127.0.0.1:1/keys.json\"";
        };
    for (String keyId : new String[] {"evil", "k1"}) {
      String token =
          Issuer.signRaw(
              "{\"alg\":\"RS256\",\"kid\":\"" + keyId + "\",\"" + parameter + "\":" + value + "}",
              claims(),
              evil.toPrivateKey());

      assertThat(resolver.resolve(bearer(token))).isNull();
    }
  }

  @Test
  void resolve_everyTamperedLetter_isNone() throws Exception {
    String token = ISSUER.sign(claims());
    int payload = token.indexOf('.') + 1;
    int signature = token.lastIndexOf('.');
    for (int i = payload; i < signature; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String tampered = token.substring(0, i) + other + token.substring(i + 1);

      assertThat(resolver.resolve(bearer(tampered))).as("letter %s", i).isNull();
    }
  }

  @Test
  void resolve_payloadOfAnotherToken_isNone() throws Exception {
    String[] one = ISSUER.sign(claims()).split("\\.", -1);
    String[] other = ISSUER.sign(claims(",\"tenant\":\"bank\"")).split("\\.", -1);

    assertRefused(one[0] + "." + other[1] + "." + one[2]);
  }

  @Test
  void resolve_emptySignature_isNone() throws Exception {
    String token = ISSUER.sign(claims());

    assertThat(resolver.resolve(bearer(token.substring(0, token.lastIndexOf('.') + 1)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"b64\"],\"b64\":true}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"urn:x\"],\"urn:x\":true}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[]}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"b64\":false}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"logout+jwt\"}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JOSE\"}",
        "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"k1\"}",
        "{\"kid\":\"k1\"}",
        "{\"alg\":null,\"kid\":\"k1\"}",
        "[]",
        "\"x\"",
        "",
        "{",
        "null"
      })
  void resolve_headerThatIsNotPlain_isNoneThoughWellSigned(String header) throws Exception {
    assertThat(resolver.resolve(bearer(ISSUER.signRaw(header, claims())))).isNull();
  }

  @Test
  void resolve_encryptedToken_isNone() throws Exception {
    JWEObject object =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .keyID("k1")
                .build(),
            new Payload(claims()));
    object.encrypt(new RSAEncrypter(ISSUER.key.toRSAPublicKey()));

    assertRefused(bearer(object.serialize()), "malformed");
  }

  // Malformed ----------------------------------------------------------------------------------

  static Stream<Head> malformed() throws Exception {
    String good = ISSUER.sign(claims());
    return Stream.of(
        new Head("Bearer " + good, "Bearer " + good),
        new Head("Bearer " + good, "Basic YTpi"),
        new Head("Bearer"),
        new Head("Bearer "),
        new Head("Bearer\t" + good),
        new Head("Bearer" + good),
        new Head("Bearer " + good + " "),
        new Head("Bearer " + good + "="),
        new Head("Bearer " + good + ", Bearer " + good),
        new Head("Bearer " + good + "\n"),
        new Head("Bearer token=" + good),
        bearer("not a jwt"),
        bearer("notajwt"),
        bearer("a.b"),
        bearer("a.b.c"),
        bearer(".."),
        bearer("..."),
        bearer("a.b.c.d.e"),
        bearer(good + "." + good),
        bearer("\u00e9." + good),
        bearer(good.substring(0, 20) + "\u0000" + good.substring(20)),
        bearer(good.substring(0, 20) + "\n" + good.substring(20)),
        bearer(good + "A".repeat(8_192)));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(Head request) {
    assertRefused(request, "malformed");
  }

  @Test
  void resolve_noBearerToken_isAbsent() {
    assertThat(resolver.resolve(new Head())).isNull();
    assertThat(resolver.resolve(new Head("Basic YTpi"))).isNull();
    assertThat(resolver.resolve(new Head(""))).isNull();
    assertThat(result()).isEqualTo("[absent 3]");
  }

  @Test
  void resolve_tokenOfAMegabyte_isNotLookedAt() throws Exception {
    String huge = ISSUER.sign(claims(",\"tenant\":\"acme\",\"x\":\"" + "y".repeat(1 << 20) + "\""));
    long start = System.nanoTime();

    assertRefused(bearer(huge), "malformed");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void resolve_longerTokenWhereThatIsAllowed_isItsTenant() throws Exception {
    String token = ISSUER.sign(claims(",\"tenant\":\"acme\",\"x\":\"" + "y".repeat(9_000) + "\""));

    assertThat(resolver.resolve(bearer(token))).isNull();
    assertThat(ISSUER.resolver().maxTokenLength(20_000).build().resolve(bearer(token)))
        .isEqualTo("acme");
  }

  @Test
  void resolve_deepJson_isNone() throws Exception {
    JwtTenant patient = ISSUER.resolver().maxTokenLength(65_536).build();
    for (String open : new String[] {"[", "{\"a\":"}) {
      String close = open.equals("[") ? "]" : "}";
      int depth = 24_000 / open.length();
      String deep = open.repeat(depth) + "1" + close.repeat(depth);

      assertThat(patient.resolve(bearer(ISSUER.sign(claims(",\"tenant\":\"acme\",\"x\":" + deep)))))
          .isNull();
      assertThat(
              patient.resolve(
                  bearer(
                      Issuer.encode("{\"alg\":\"RS256\",\"x\":" + deep + "}", UTF_8)
                          + "."
                          + Issuer.encode(claims(), UTF_8)
                          + ".AAAA")))
          .isNull();
    }
  }

  // The claim ----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "null", "[\"acme\"]", "{\"id\":\"acme\"}", "\"\"", "1.5"})
  void resolve_claimThatIsNoString_isNone(String value) throws Exception {
    assertRefused(bearer(ISSUER.sign(claims(",\"tenant\":" + value))), "no_claim");
  }

  @Test
  void resolve_noClaim_isNone() throws Exception {
    assertRefused(bearer(ISSUER.sign(claims(""))), "no_claim");
  }

  /** RFC 7519, 4: a parser may take the last; another service may take the first. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"tenant\":\"acme\",\"tenant\":\"bank\"",
        ",\"tenant\":\"acme\",\"ten\\u0061nt\":\"bank\"",
        ",\"tenant\":\"acme\",\"exp\":99999999999",
        ",\"tenant\":\"acme\",\"iss\":\"https://login.example\""
      })
  void resolve_duplicateClaim_isNone(String more) throws Exception {
    assertThat(resolver.resolve(bearer(ISSUER.sign(claims(more))))).isNull();
  }

  // Keys ---------------------------------------------------------------------------------------

  @Test
  void resolve_supplierChangesTheKeys_goesByTheNewOnes() throws Exception {
    AtomicReference<JWKSet> keys = new AtomicReference<>(ISSUER.keys());
    JwtTenant rotating = Issuer.withoutKeys().keys(keys::get).build();
    RSAKey next = Issuer.newKey("k2");
    String old = ISSUER.sign(claims());
    String fresh = Issuer.sign(claims(), JWSAlgorithm.RS256, "k2", new RSASSASigner(next));
    assertThat(rotating.resolve(bearer(old))).isEqualTo("acme");
    assertThat(rotating.resolve(bearer(fresh))).isNull();

    keys.set(new JWKSet(next.toPublicJWK()));

    assertThat(rotating.resolve(bearer(old))).isNull();
    assertThat(rotating.resolve(bearer(fresh))).isEqualTo("acme");
  }

  @Test
  void resolve_supplierThrowsOrReturnsNull_isNone() throws Exception {
    String token = ISSUER.sign(claims());
    JwtTenant broken =
        Issuer.withoutKeys()
            .keys(
                () -> {
                  throw new IllegalStateException("no keys");
                })
            .meters(registry)
            .build();
    JwtTenant empty = Issuer.withoutKeys().keys(() -> null).meters(registry).build();

    assertThat(broken.resolve(bearer(token))).isNull();
    assertThat(empty.resolve(bearer(token))).isNull();
    assertThat(result()).isEqualTo("[no_keys 2]");
  }

  // Configuration ------------------------------------------------------------------------------

  @Test
  void build_nothingGiven_saysAllThatIsMissing() {
    assertThatThrownBy(() -> JwtTenant.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no issuer")
        .hasMessageContaining("no audience")
        .hasMessageContaining("no keys");
  }

  @Test
  void build_everyMistake_isToldAtOnce() {
    JwtTenantBuilder builder =
        ISSUER
            .resolver()
            .keys(new JWKSet())
            .keysFrom(URI.create("http://login.example/jwks.json"))
            .algorithms(JWSAlgorithm.RS256, JWSAlgorithm.HS256, JWSAlgorithm.EdDSA)
            .clockSkew(Duration.ofHours(1))
            .maxTokenLength(0)
            .claim(" ")
            .issuer("again")
            .audience("")
            .clock(null)
            .meters(null);

    assertThatThrownBy(builder::build)
        .hasMessageContaining("JwtTenant cannot be built")
        .hasMessageContaining("keys(keys) was given none")
        .hasMessageContaining("http://login.example/jwks.json): expected https")
        .hasMessageContaining("algorithms(EdDSA)")
        .hasMessageContaining("a public key could pass for a secret")
        .hasMessageContaining("clockSkew(PT1H)")
        .hasMessageContaining("maxTokenLength(0)")
        .hasMessageContaining("claim(name) was blank")
        .hasMessageContaining("issuer(name) was called twice")
        .hasMessageContaining("audience(name) was blank")
        .hasMessageContaining("clock(clock) was given null")
        .hasMessageContaining("meters(registry) was given null");
  }

  @Test
  void build_algorithmNone_isRefused() {
    assertThatThrownBy(() -> ISSUER.resolver().algorithms(new JWSAlgorithm("none")).build())
        .hasMessageContaining("algorithms(none)");
  }
}
