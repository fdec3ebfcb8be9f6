package dev.backstop.tenant.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.backstop.observe.Mistakes;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link JwtTenant}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class JwtTenantBuilder {
  private static final Set<JWSAlgorithm> BY_PUBLIC_KEY =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final Set<JWSAlgorithm> BY_SECRET =
      Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
  private static final Duration LONGEST_SKEW = Duration.ofMinutes(10);
  private static final int LONGEST_TOKEN = 64 * 1024;

  private final Mistakes mistakes = new Mistakes();
  private @Nullable String issuer;
  private @Nullable JWKSource<SecurityContext> keys;
  private boolean algorithmsGiven;
  final Set<String> audiences = new LinkedHashSet<>();
  Set<JWSAlgorithm> algorithms = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
  String claim = "tenant";
  Clock clock = Clock.systemUTC();
  Duration clockSkew = Duration.ofSeconds(60);
  int longestToken = 8_192;
  @Nullable MeterRegistry registry;

  JwtTenantBuilder() {}

  /**
   * Sets the claim that names the tenant, a string; the default is {@code tenant}.
   *
   * @param name not blank
   * @return this builder
   */
  public JwtTenantBuilder claim(String name) {
    if (mistakes.given(name, "claim(name)", "leave the call out for tenant")
        && mistakes.holds(!name.isBlank(), "claim(name) was blank: name a claim")) {
      claim = name;
    }
    return this;
  }

  /**
   * Sets who issues the tokens: what {@code iss} must be, letter by letter. Required.
   *
   * @param name as the tokens have it
   * @return this builder
   */
  public JwtTenantBuilder issuer(String name) {
    if (mistakes.given(name, "issuer(name)", "give what the tokens have as iss")
        && mistakes.holds(!name.isBlank(), "issuer(name) was blank: give what the tokens have")
        && mistakes.holds(issuer == null, "issuer(name) was called twice: keep one")) {
      issuer = name;
    }
    return this;
  }

  /**
   * Sets for whom the tokens are: one of these must be in {@code aud}. Required.
   *
   * @param names a further call adds
   * @return this builder
   */
  public JwtTenantBuilder audience(String... names) {
    if (mistakes.given(names, "audience(names)", "give what the tokens have as aud")) {
      for (String name : names) {
        if (mistakes.given(name, "audience(name)", "leave it out")
            && mistakes.holds(!name.isBlank(), "audience(name) was blank: leave it out")) {
          audiences.add(name);
        }
      }
    }
    return this;
  }

  /**
   * Sets the algorithms that are accepted, in place of RS256, PS256 and ES256: of RS, PS and ES, or
   * of HS, never of both, since a public key must not pass for a secret. {@code none} is never
   * accepted.
   *
   * @param allowed at least one
   * @return this builder
   */
  public JwtTenantBuilder algorithms(JWSAlgorithm... allowed) {
    if (mistakes.given(allowed, "algorithms(allowed)", "leave the call out")
        && mistakes.holds(allowed.length > 0, "algorithms() was given none: name at least one")
        && mistakes.holds(!algorithmsGiven, "algorithms(..) was called twice: keep one")) {
      algorithmsGiven = true;
      Set<JWSAlgorithm> given = new LinkedHashSet<>();
      boolean secret = false;
      boolean open = false;
      for (JWSAlgorithm algorithm : allowed) {
        secret |= BY_SECRET.contains(algorithm);
        open |= BY_PUBLIC_KEY.contains(algorithm);
        mistakes.holds(
            BY_SECRET.contains(algorithm) || BY_PUBLIC_KEY.contains(algorithm),
            "algorithms(" + algorithm + "): expected RS, PS, ES or HS, each with 256, 384 or 512");
        given.add(algorithm);
      }
      mistakes.holds(
          !secret || !open,
          "algorithms(..) has algorithms by secret (HS) and by public key (RS, PS, ES), so that a"
              + " public key could pass for a secret: use two resolvers");
      algorithms = given;
    }
    return this;
  }

  /**
   * Sets the keys, once and for all. This or another call for keys is required.
   *
   * @param fixed at least one key
   * @return this builder
   */
  public JwtTenantBuilder keys(JWKSet fixed) {
    if (mistakes.given(fixed, "keys(keys)", "give the keys of the issuer")
        && mistakes.holds(
            !fixed.isEmpty(), "keys(keys) was given none: no token would be accepted")) {
      source(new ImmutableJWKSet<>(fixed));
    }
    return this;
  }

  /**
   * Sets who knows the keys; asked for each token.
   *
   * @param current quick and thread-safe
   * @return this builder
   */
  public JwtTenantBuilder keys(Supplier<? extends @Nullable JWKSet> current) {
    if (mistakes.given(current, "keys(supplier)", "give the keys of the issuer")) {
      source(new SuppliedKeys(current));
    }
    return this;
  }

  /**
   * Sets where the issuer publishes its keys, as a JWK set (RFC 7517, 5). They are read when the
   * first token comes and cached for five minutes; an unknown key has them read again, at most
   * twice in 30 seconds. A request waits for that, as a rule for a second at the most, and for
   * three where the server is slow and several requests wait for each other. While they cannot be
   * read, those that were read last serve for an hour.
   *
   * @param address https; http only for this machine, and then without a redirect
   * @return this builder
   */
  public JwtTenantBuilder keysFrom(URI address) {
    if (mistakes.given(address, "keysFrom(address)", "give the address of the issuer's JWK set")
        && mistakes.holds(
            RemoteKeys.isTrustworthy(address),
            "keysFrom("
                + address
                + "): expected https, since whoever gives the keys gives tokens")) {
      source(RemoteKeys.at(address));
    }
    return this;
  }

  /**
   * Sets any other source of keys, as {@link com.nimbusds.jose.jwk.source.JWKSourceBuilder} makes.
   *
   * @param source thread-safe
   * @return this builder
   */
  public JwtTenantBuilder keySource(JWKSource<SecurityContext> source) {
    if (mistakes.given(source, "keySource(source)", "give the keys of the issuer")) {
      source(source);
    }
    return this;
  }

  private void source(JWKSource<SecurityContext> given) {
    mistakes.holds(keys == null, "keys were given twice: keep one of keys, keysFrom, keySource");
    keys = given;
  }

  /**
   * Sets by how much the clock of the issuer may be off; the default is 60 seconds.
   *
   * @param skew whole seconds, at most 10 minutes
   * @return this builder
   */
  public JwtTenantBuilder clockSkew(Duration skew) {
    if (mistakes.given(skew, "clockSkew(skew)", "leave the call out for 60 seconds")
        && mistakes.holds(
            !skew.isNegative() && skew.compareTo(LONGEST_SKEW) <= 0,
            "clockSkew(" + skew + "): expected PT0S to " + LONGEST_SKEW)) {
      clockSkew = skew;
    }
    return this;
  }

  /**
   * Sets the clock; for tests.
   *
   * @param wall the time that {@code exp} and {@code nbf} are held against
   * @return this builder
   */
  public JwtTenantBuilder clock(Clock wall) {
    if (mistakes.given(wall, "clock(clock)", "leave the call out for that of the system")) {
      clock = wall;
    }
    return this;
  }

  /**
   * Sets how long a token may be that is looked at; the default is 8,192 characters.
   *
   * @param characters at most 65,536
   * @return this builder
   */
  public JwtTenantBuilder maxTokenLength(int characters) {
    if (mistakes.holds(
        characters >= 1 && characters <= LONGEST_TOKEN,
        "maxTokenLength(" + characters + "): expected 1 to " + LONGEST_TOKEN)) {
      longestToken = characters;
    }
    return this;
  }

  /**
   * Counts what becomes of the tokens, as {@code backstop.tenant.tokens} with the tag {@code
   * result}: {@code verified}, {@code absent}, {@code malformed}, {@code refused}, {@code expired},
   * {@code no_claim} or {@code no_keys}. Without this call Micrometer is not needed.
   *
   * @param destination where the counters go
   * @return this builder
   */
  public JwtTenantBuilder meters(MeterRegistry destination) {
    if (mistakes.given(destination, "meters(registry)", "leave the call out to count nothing")) {
      registry = destination;
    }
    return this;
  }

  /**
   * {@return the resolver}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public JwtTenant build() {
    mistakes.holds(issuer != null, "no issuer: call issuer(name), else tokens of all would do");
    mistakes.holds(
        !audiences.isEmpty(), "no audience: call audience(names), else tokens for others would do");
    mistakes.holds(keys != null, "no keys: call keys(..), keysFrom(address) or keySource(source)");
    mistakes.refuse("JwtTenant");
    if (issuer == null || keys == null) {
      throw new IllegalStateException("unreachable: a missing issuer or key is a mistake");
    }
    return new JwtTenant(this, issuer, keys);
  }
}
