package dev.backstop.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.completion.RequestHead;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only a race, or a container with a first dispatch of its own kind, brings about. */
class TenantLabelTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Another thread found the label before it was taken, and meters after that. */
  @Test
  void timer_labelWasTakenMeanwhile_isNotMadeAnew() {
    TenantClass group = new TenantClass("games", List.of(), Sampling.ALL, null);
    TenantLabel label = new TenantLabel("a", group, registry, 0);
    assertThat(label.timer(200, Sampling.ALL)).isNotNull();

    label.take();

    assertThat(label.timer(200, Sampling.ALL)).isNull();
    assertThat(label.timer(500, Sampling.ALL)).isNull();
    assertThat(registry.getMeters()).isEmpty();
  }

  /** The exchange was opened in an ASYNC dispatch, as by a filter that is mapped to no other. */
  @Test
  void resolution_noDispatchOfARequest_asksAllAtTheExit() {
    TenantResolver late = RequestHead::query;
    List<TenantResolver> both = List.of(late, TenantResolver.header("X-Tenant"));
    Asked.by("acme")
        .in(
            Backstop.builder().build(),
            exchange -> {
              Resolution resolution = new Resolution(both, exchange);
              resolution.atStart();
              assertThat(exchange.tenant()).isNull();

              resolution.atExit();

              assertThat(exchange.tenant()).isEqualTo("acme");
            });
  }
}
