package dev.backstop.tenant.jwt;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issuer, audience and time, by a clock that can be set. */
final class ClaimRules extends DefaultJWTClaimsVerifier<SecurityContext> {
  private final Clock clock;

  ClaimRules(String issuer, Set<String> audiences, Clock clock, int skewSeconds) {
    super(
        audiences,
        new JWTClaimsSet.Builder().issuer(issuer).build(),
        Set.of(JWTClaimNames.EXPIRATION_TIME),
        null);
    this.clock = clock;
    setMaxClockSkew(skewSeconds);
  }

  @Override
  public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
      throws BadJWTException {
    if (claims.getExpirationTime() == null) { // "exp": null is there, and is none
      throw new BadJWTException("no expiry");
    }
    super.verify(claims, context);
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }
}
