package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenantPolicyTest {
  @Test
  void classOf_named_goesBeforePrefixesOfEarlierClasses() {
    TenantPolicy policy =
        TenantPolicy.builder()
            .tenants("games", games -> games.prefix("game-"))
            .tenants("finance", finance -> finance.ids("game-bank"))
            .build();

    assertThat(policy.classOf("game-bank").name()).isEqualTo("finance");
    assertThat(policy.classOf("game-x").name()).isEqualTo("games");
    assertThat(policy.classOf("shop").name()).isEqualTo("default");
  }

  @Test
  void classOf_severalFit_isTheFirstAdded() {
    TenantPolicy policy =
        TenantPolicy.builder()
            .tenants("long", one -> one.matching(id -> id.length() > 5))
            .tenants("a", one -> one.prefix("a"))
            .build();

    assertThat(policy.classOf("abcdef").name()).isEqualTo("long");
    assertThat(policy.classOf("abc").name()).isEqualTo("a");
  }

  @Test
  void build_everyMistake_isToldAtOnce() {
    TenantPolicyBuilder builder =
        TenantPolicy.builder()
            .tenants("a b", one -> one.prefix("x"))
            .tenants("default", one -> one.prefix("x"))
            .tenants("empty", one -> {})
            .tenants("twice", one -> one.ids("acme", "no good"))
            .tenants("twice", one -> one.prefix("x"))
            .tenants("again", one -> one.ids("acme", "other").oneIn(0).registry(null).prefix(""))
            .tenants("null", null)
            .otherTenants(one -> one.prefix("x"))
            .maxTenants(0)
            .labelsIdleAfter(Duration.ZERO);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TenantPolicy cannot be built")
        .hasMessageContaining("tenants(a b, ..)")
        .hasMessageContaining("tenants(default, ..)")
        .hasMessageContaining("tenants(empty, ..) has no tenants")
        .hasMessageContaining("twice: ids(no good)")
        .hasMessageContaining("tenants(twice, ..) was called twice")
        .hasMessageContaining("again: ids(other)")
        .hasMessageContaining("again: oneIn(0)")
        .hasMessageContaining("again: registry(registry) was given null")
        .hasMessageContaining("again: prefix()")
        .hasMessageContaining("tenants(name, configuration) was given null")
        .hasMessageContaining("tenant acme is named in twice and in again")
        .hasMessageContaining("otherTenants(..) names tenants")
        .hasMessageContaining("maxTenants(0)")
        .hasMessageContaining("labelsIdleAfter(PT0S)");
  }

  @Test
  void build_moreNamedThanLabels_saysBoth() {
    TenantPolicyBuilder builder =
        TenantPolicy.builder().tenants("a", one -> one.ids("x", "y", "z")).maxTenants(2);

    assertThatThrownBy(builder::build)
        .hasMessageContaining("maxTenants(2) is less than the 3 tenants that are named");
  }

  @Test
  void build_tenants_policyWithoutMetersIsAMistake() {
    TenantPolicy policy = TenantPolicy.builder().build();

    assertThatThrownBy(() -> Tenants.builder(null).policy(policy).logField(" ").build())
        .hasMessageContaining("Tenants cannot be built")
        .hasMessageContaining("builder(resolver) was given null")
        .hasMessageContaining("policy(..) without meters(registry)")
        .hasMessageContaining("logField(key) was blank");
  }
}
