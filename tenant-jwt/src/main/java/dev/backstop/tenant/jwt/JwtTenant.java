package dev.backstop.tenant.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.backstop.completion.RequestHead;
import dev.backstop.tenant.TenantResolver;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tenant from a claim of the JSON Web Token in {@code Authorization: Bearer}, where the
 * token is verified: its signature by one of the given keys with one of the allowed algorithms, its
 * issuer, its audience, its expiry, which it must have, and its not-before time (RFC 7519, RFC
 * 8725).
 *
 * <pre>{@code
 * TenantResolver resolver = JwtTenant.builder()
 *     .issuer("https://login.example")
 *     .audience("orders")
 *     .keysFrom(URI.create("https://login.example/jwks.json"))
 *     .claim("tenant")
 *     .build();
 * }</pre>
 *
 * <p>A token that is not verified yields no tenant and nothing else: no exception, no log line, no
 * report, since whoever can send a request could make as many as he likes. {@link
 * JwtTenantBuilder#meters} counts them. It does not refuse the request: that is the business of the
 * application, or of {@link dev.backstop.tenant.Tenants#required}.
 *
 * <p>Keys, addresses of keys and certificates in the token itself are ignored. A token with
 * critical extensions ({@code crit}) or an unencoded payload (RFC 7797) is refused, as is an
 * encrypted one.
 *
 * <p>Thread-safe.
 */
public final class JwtTenant implements TenantResolver {
  private final String claim;
  private final BearerToken tokens;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final @Nullable TokenCounters counters;

  JwtTenant(JwtTenantBuilder builder, String issuer, JWKSource<SecurityContext> keys) {
    this.claim = builder.claim;
    this.tokens = new BearerToken(builder.longestToken);
    this.counters = builder.registry == null ? null : new TokenCounters(builder.registry);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"), // RFC 9068, 2.1, in both of its forms
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(builder.algorithms, keys));
    processor.setJWTClaimsSetVerifier(
        new ClaimRules(
            issuer, builder.audiences, builder.clock, (int) builder.clockSkew.toSeconds()));
  }

  /** {@return a builder; issuer, audience and keys must be given} */
  public static JwtTenantBuilder builder() {
    return new JwtTenantBuilder();
  }

  @Override
  public @Nullable String resolve(RequestHead request) {
    if (BearerToken.isAbsent(request)) {
      count(TokenResult.ABSENT);
      return null;
    }
    String token = tokens.of(request);
    if (token == null) {
      count(TokenResult.MALFORMED);
      return null;
    }
    String tenant = null;
    TokenResult result;
    try {
      tenant = tenantOf(token);
      result = tenant == null ? TokenResult.NO_CLAIM : TokenResult.VERIFIED;
    } catch (ExpiredJWTException e) {
      result = TokenResult.EXPIRED;
    } catch (KeySourceException e) {
      result = TokenResult.NO_KEYS;
    } catch (ParseException e) {
      result = TokenResult.MALFORMED;
    } catch (BadJOSEException | JOSEException | RuntimeException | StackOverflowError e) {
      result = TokenResult.REFUSED; // whatever else a hostile token may bring about
    }
    count(result);
    return tenant;
  }

  private @Nullable String tenantOf(String token)
      throws ParseException, BadJOSEException, JOSEException {
    SignedJWT jwt = SignedJWT.parse(token);
    JWSHeader header = jwt.getHeader();
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      throw new BadJOSEException("critical extensions");
    }
    JWTClaimsSet claims = processor.process(jwt, null);
    return claims.getClaim(claim) instanceof String tenant && !tenant.isEmpty() ? tenant : null;
  }

  private void count(TokenResult result) {
    if (counters != null) {
      counters.count(result);
    }
  }

  /** Returns true: a request's token never changes. */
  @Override
  public boolean isDecidedAtOnce() {
    return true;
  }
}
