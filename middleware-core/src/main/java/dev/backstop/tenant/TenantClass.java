package dev.backstop.tenant;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tenants that are treated alike.
 *
 * @param registry of their own, or null
 */
record TenantClass(
    String name,
    List<Predicate<String>> matching,
    Sampling sampling,
    @Nullable MeterRegistry registry) {

  boolean has(String tenant) {
    for (Predicate<String> one : matching) {
      if (one.test(tenant)) {
        return true;
      }
    }
    return false;
  }
}
