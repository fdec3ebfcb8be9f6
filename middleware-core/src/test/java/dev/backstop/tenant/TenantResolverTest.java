package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What a resolver finds, and when it is asked; the moments of a dispatch are in TenantsTest. */
class TenantResolverTest {
  private final List<Pitfall> pitfalls = new ArrayList<>();

  private String tenantOf(TenantResolver resolver, Asked request) {
    AtomicReference<String> found = new AtomicReference<>();
    Backstop backstop =
        Backstop.builder().use(Tenants.create(resolver)).onPitfall(pitfalls::add).build();
    request.in(backstop, exchange -> found.set(exchange.tenant()));
    return found.get();
  }

  @Test
  void header_sentOnce_isTheTenant() {
    assertThat(tenantOf(TenantResolver.header("x-tenant"), Asked.by("acme"))).isEqualTo("acme");
  }

  @Test
  void header_absent_isNone() {
    assertThat(tenantOf(TenantResolver.header("X-Tenant"), new Asked())).isNull();
  }

  @Test
  void header_sentTwice_isNoneAlsoWhereBothAgree() {
    assertThat(tenantOf(TenantResolver.header("X-Tenant"), Asked.by("a").with("X-Tenant", "b")))
        .isNull();
    assertThat(tenantOf(TenantResolver.header("X-Tenant"), Asked.by("a").with("x-tenant", "a")))
        .isNull();
  }

  @Test
  void header_hostileValue_isNone() {
    for (String hostile : List.of("", "a\u001b[31m", "ä", "x".repeat(8192), "a b", "../../etc")) {
      assertThat(tenantOf(TenantResolver.header("X-Tenant"), Asked.by(hostile))).isNull();
    }
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void header_noName_isRefusedAtOnce() {
    for (String name : new String[] {null, "", " ", "X Tenant", "X-Tenant:", "Ä"}) {
      assertThatThrownBy(() -> TenantResolver.header(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("X-Tenant");
    }
  }

  @Test
  void principal_ofTheContainer_isTheTenant() {
    assertThat(tenantOf(TenantResolver.principal(), new Asked().user("acme"))).isEqualTo("acme");
    assertThat(
            tenantOf(
                TenantResolver.principal(user -> user.getName().substring("jo@".length())),
                new Asked().user("jo@acme")))
        .isEqualTo("acme");
  }

  @Test
  void principal_withoutAName_isNone() {
    assertThat(tenantOf(TenantResolver.principal(), new Asked().user(null))).isNull();
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void firstOf_severalFindOne_takesTheFirst() {
    TenantResolver both =
        TenantResolver.firstOf(TenantResolver.header("X-Tenant"), TenantResolver.header("X-Org"));

    assertThat(tenantOf(both, Asked.by("a").with("X-Org", "b"))).isEqualTo("a");
    assertThat(tenantOf(both, new Asked().with("X-Org", "b"))).isEqualTo("b");
    assertThat(tenantOf(both, new Asked())).isNull();
  }

  @Test
  void firstOf_firstValueIsRefused_takesTheNext() {
    TenantResolver both =
        TenantResolver.firstOf(TenantResolver.header("X-Tenant"), TenantResolver.header("X-Org"));

    assertThat(tenantOf(both, Asked.by("a b").with("X-Org", "b"))).isEqualTo("b");
  }

  /** Before the container has authenticated anybody, a header must not take the user's place. */
  @Test
  void firstOf_headerBehindPrincipalBeforeTheFirstDispatch_isNotAsked() {
    TenantResolver both =
        TenantResolver.firstOf(
            TenantResolver.firstOf(TenantResolver.principal()), TenantResolver.header("X-Tenant"));

    assertThat(tenantOf(both, Asked.by("spoofed"))).isNull();
    assertThat(tenantOf(both, Asked.by("spoofed").user("acme"))).isEqualTo("acme");
  }

  @Test
  void firstOf_nothingOrNull_isRefusedAtOnce() {
    assertThatThrownBy(TenantResolver::firstOf).hasMessageContaining("at least one");
    assertThatThrownBy(() -> TenantResolver.firstOf(TenantResolver.principal(), null))
        .hasMessageContaining("resolver 1");
  }

  @Test
  void resolver_throws_isReportedWithoutItsMessageAndYieldsNone() {
    TenantResolver hostile =
        request -> {
          throw new NumberFormatException("For input string: \"" + request.header("X-Org") + "\"");
        };

    assertThat(tenantOf(hostile, new Asked().with("X-Org", "evil-value"))).isNull();

    assertThat(pitfalls).hasSize(1);
    Pitfall pitfall = pitfalls.get(0);
    assertThat(pitfall.kind()).isEqualTo(PitfallKind.OBSERVER_FAILED);
    assertThat(pitfall.message()).doesNotContain("evil-value");
    assertThat(pitfall.cause()).hasMessage("java.lang.NumberFormatException").hasNoCause();
    assertThat(pitfall.cause().getStackTrace()[0].getClassName())
        .startsWith(TenantResolverTest.class.getName());
  }

  @Test
  void resolver_throwsAnError_doesNotReachTheRequest() {
    AtomicInteger calls = new AtomicInteger();
    TenantResolver broken =
        request -> {
          calls.incrementAndGet();
          throw new StackOverflowError();
        };
    TenantResolver both = TenantResolver.firstOf(TenantResolver.header("X-Tenant"), broken);

    assertThat(tenantOf(both, Asked.by("acme"))).isEqualTo("acme");
    assertThat(calls).hasValue(0);
    assertThat(tenantOf(both, new Asked())).isNull();
    assertThat(calls).hasValue(1);
  }

  @Test
  void resolver_throwsWhatHasNoStackToRead_isReportedAndYieldsNone() {
    class Hostile extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public StackTraceElement[] getStackTrace() {
        return null;
      }
    }
    TenantResolver broken =
        request -> {
          throw new Hostile();
        };

    assertThat(tenantOf(broken, new Asked())).isNull();

    assertThat(pitfalls).extracting(Pitfall::detail).containsExactly("Tenants.resolver");
  }

  @Test
  void resolver_isInterrupted_leavesTheThreadInterrupted() {
    TenantResolver interrupted =
        request -> {
          throw new InterruptedException();
        };

    tenantOf(interrupted, new Asked());

    assertThat(Thread.interrupted()).isTrue();
  }

  /** What an outer filter has put there is there again afterwards. */
  @Test
  void logField_leftAgain_restoresWhatWasInTheMdc() {
    TenantLogField field = new TenantLogField("tenant");
    List<String> seen = new ArrayList<>();
    Backstop backstop =
        Backstop.builder().use(Tenants.create(TenantResolver.header("X-Tenant"))).build();
    for (String outer : new String[] {null, "outer"}) {
      Asked.by("acme")
          .in(
              backstop,
              exchange -> {
                MDC.clear();
                if (outer != null) {
                  MDC.put("tenant", outer);
                }
                AutoCloseable entered = field.enter(exchange);
                seen.add(MDC.get("tenant"));
                leave(entered);
                seen.add(MDC.get("tenant"));
                MDC.clear();
              });
    }

    assertThat(seen).containsExactly("acme", null, "acme", "outer");
  }

  private static void leave(AutoCloseable entered) {
    try {
      entered.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
