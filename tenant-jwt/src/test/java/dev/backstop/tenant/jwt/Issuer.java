package dev.backstop.tenant.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.Charset;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

/** Somebody who issues tokens, good and bad ones, and whose clock stands still. */
final class Issuer {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final String ISS = "https://login.example";
  static final String AUD = "orders";

  final RSAKey key = newKey("k1");

  static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  JWKSet keys() {
    return new JWKSet(key.toPublicJWK());
  }

  JwtTenantBuilder resolver() {
    return withoutKeys().keys(keys());
  }

  static JwtTenantBuilder withoutKeys() {
    return JwtTenant.builder().issuer(ISS).audience(AUD).clock(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Claims that are accepted, with one more part, which may come a second time. */
  static String claims(String more) {
    return "{\"iss\":\""
        + ISS
        + "\",\"aud\":\""
        + AUD
        + "\",\"exp\":"
        + NOW.plusSeconds(300).getEpochSecond()
        + more
        + "}";
  }

  static String claims() {
    return claims(",\"tenant\":\"acme\"");
  }

  String sign(String claims) throws JOSEException {
    return sign(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
  }

  static String sign(String claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws JOSEException {
    JWSObject object =
        new JWSObject(new JWSHeader.Builder(algorithm).keyID(keyId).build(), new Payload(claims));
    object.sign(signer);
    return object.serialize();
  }

  /** Signs any header at all by hand, with the real key: what a library would not let one make. */
  String signRaw(String header, String payload) throws Exception {
    return signRaw(header, payload, key.toPrivateKey());
  }

  static String signRaw(String header, String payload, PrivateKey key) throws Exception {
    String input = encode(header, UTF_8) + "." + encode(payload, UTF_8);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(input.getBytes(UTF_8));
    return input + "." + encode(signature.sign());
  }

  static String encode(String text, Charset charset) {
    return encode(text.getBytes(charset));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
