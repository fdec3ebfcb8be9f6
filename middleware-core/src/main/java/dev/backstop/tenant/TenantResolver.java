package dev.backstop.tenant;

import dev.backstop.completion.RequestHead;
import java.security.Principal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request belongs to.
 *
 * <pre>{@code
 * TenantResolver.firstOf(TenantResolver.principal(), TenantResolver.header("X-Tenant"))
 * }</pre>
 *
 * <p>It is asked when the exchange is opened; where it knows nothing yet, again when the first
 * dispatch begins, by when the container has authenticated the user, and at the exit of each
 * dispatch, by when the application may have. What it finds first stays. What it throws is reported
 * as {@link dev.backstop.pitfall.PitfallKind#OBSERVER_FAILED}, without the message of the error,
 * which may hold what a client sent, and yields no tenant.
 *
 * <p>Implementations are thread-safe: one serves all exchanges. They must be quick, since the
 * request waits.
 */
@FunctionalInterface
public interface TenantResolver {
  /**
   * {@return the tenant, or null where there is none, or none yet} A tenant is 1 to 64 of {@code
   * A-Z a-z 0-9 . _ -}; anything else is refused, as if it were null, and metered as {@code
   * invalid}.
   *
   * @param request untrusted, but for its principal; not to be kept
   * @throws Exception which is reported, and yields no tenant
   */
  @Nullable String resolve(RequestHead request) throws Exception;

  /**
   * {@return whether it is asked once: it goes by the request line and the headers alone, which
   * never change} The default is false.
   */
  default boolean isDecidedAtOnce() {
    return false;
  }

  /**
   * {@return the resolver that takes the value of a header} A request that has the header more than
   * once has no tenant by it.
   *
   * <p>Whoever can send a request can name any tenant: use it where a proxy of yours sets the
   * header, or for what does not matter.
   *
   * @param name without regard to case
   * @throws IllegalArgumentException where it is no name of a header
   */
  static TenantResolver header(String name) {
    return new HeaderTenant(name);
  }

  /**
   * {@return the resolver that takes the name of the user whom the container authenticated, as it
   * is known when the first dispatch begins, or else at the exit of a dispatch: a login by {@code
   * request.login(..)} is seen} A filter that wraps the request to show a user of its own is not:
   * have it call {@link dev.backstop.Exchange#tenant(String)}.
   */
  static TenantResolver principal() {
    return principal(Principal::getName);
  }

  /**
   * {@return the resolver that asks for the tenant of the user whom the container authenticated, as
   * {@link #principal()}}
   *
   * @param tenantOf returns null for a user without one
   */
  static TenantResolver principal(Function<? super Principal, @Nullable String> tenantOf) {
    if (tenantOf == null) {
      throw new IllegalArgumentException("the function of principal(function) is null; give one");
    }
    return request -> {
      Principal user = request.principal();
      return user == null ? null : tenantOf.apply(user);
    };
  }

  /**
   * {@return the resolver that takes what the first of several finds} While one of them may still
   * find something, those after it are not asked, until the first dispatch begins: a header never
   * goes before a principal that is listed before it and was authenticated by the container.
   *
   * @param resolvers at least one, the most trusted first
   * @throws IllegalArgumentException where there is none, or a null
   */
  static TenantResolver firstOf(TenantResolver... resolvers) {
    return new FirstOf(List.of(checked(resolvers)));
  }

  private static TenantResolver[] checked(TenantResolver @Nullable [] resolvers) {
    if (resolvers == null || resolvers.length == 0) {
      throw new IllegalArgumentException("firstOf() was given no resolver: give at least one");
    }
    for (int i = 0; i < resolvers.length; i++) {
      if (resolvers[i] == null) {
        throw new IllegalArgumentException(
            "resolver " + i + " of firstOf(..) is null: leave it out");
      }
    }
    return resolvers;
  }
}
