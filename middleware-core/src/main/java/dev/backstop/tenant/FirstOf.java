package dev.backstop.tenant;

import dev.backstop.completion.RequestHead;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several resolvers, in their order. {@link Resolution} asks each of them by itself. */
final class FirstOf implements TenantResolver {
  private final List<TenantResolver> resolvers;

  FirstOf(List<TenantResolver> resolvers) {
    this.resolvers = resolvers.stream().flatMap(FirstOf::flatten).toList();
  }

  /** Returns the resolvers that one consists of. */
  static Stream<TenantResolver> flatten(TenantResolver resolver) {
    return resolver instanceof FirstOf several ? several.resolvers.stream() : Stream.of(resolver);
  }

  /** Asks all of them, for a resolver that wraps this one. */
  @Override
  public @Nullable String resolve(RequestHead request) throws Exception {
    for (TenantResolver resolver : resolvers) {
      String found = resolver.resolve(request);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Override
  public boolean isDecidedAtOnce() {
    return resolvers.stream().allMatch(TenantResolver::isDecidedAtOnce);
  }

  @Override
  public String toString() {
    return "firstOf" + resolvers;
  }
}
