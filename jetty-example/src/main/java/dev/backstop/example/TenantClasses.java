package dev.backstop.example;

import dev.backstop.tenant.TenantPolicy;
import io.micrometer.core.instrument.MeterRegistry;

/** Which tenants are metered how; {@code X-Tenant} names the tenant of a request. */
final class TenantClasses {
  static final String HEADER = "X-Tenant";

  private TenantClasses() {}

  /**
   * Returns the policy: every exchange of a bank, one in ten of a game studio, and test tenants
   * where nobody sees them beside the others.
   */
  static TenantPolicy policy(MeterRegistry testMeters) {
    return TenantPolicy.builder()
        .tenants("finance", finance -> finance.ids("bank-of-a", "bank-of-b"))
        .tenants("games", games -> games.prefix("game-").oneIn(10))
        .tenants("test", test -> test.prefix("test-").registry(testMeters))
        .build();
  }
}
