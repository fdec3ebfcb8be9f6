package dev.backstop.tenant.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys that the application hands out anew for each token. */
record SuppliedKeys(Supplier<? extends @Nullable JWKSet> supplier)
    implements JWKSource<SecurityContext> {
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKSet keys;
    try {
      keys = supplier.get();
    } catch (RuntimeException e) {
      throw new KeySourceException("the supplier of the keys threw", e);
    }
    if (keys == null) {
      throw new KeySourceException("the supplier of the keys returned null");
    }
    return selector.select(keys);
  }
}
