package dev.backstop.tenant;

import dev.backstop.observe.DispatchScope;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries the tenant to the services that are called: as OpenTelemetry baggage, which the
 * application's propagators write. The only class that needs OpenTelemetry. Stateless.
 */
final class TenantBaggage {
  private static final String KEY = "backstop.tenant"; // as the attribute of the server span

  /** Fails where OpenTelemetry's API is not there. */
  void check() {
    Baggage.fromContext(Context.root());
  }

  /**
   * Makes the baggage of this thread name this tenant; the claim of a client, which came with its
   * own baggage, goes.
   *
   * @return null where it does so already
   */
  @Nullable AutoCloseable enter(@Nullable String tenant) {
    Context context = Context.current();
    Baggage present = Baggage.fromContext(context);
    String named = TenantId.isWellFormed(tenant) ? tenant : null;
    if (Objects.equals(present.getEntryValue(KEY), named)) {
      return null;
    }
    Baggage changed =
        named == null
            ? present.toBuilder().remove(KEY).build()
            : present.toBuilder().put(KEY, named).build();
    return new DispatchScope(context.with(changed));
  }
}
