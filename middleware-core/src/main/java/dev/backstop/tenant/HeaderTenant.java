package dev.backstop.tenant;

import dev.backstop.completion.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the value of a header; one that was sent twice says nothing. */
final class HeaderTenant implements TenantResolver {
  private final String name;

  HeaderTenant(String name) {
    if (name == null || !name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) { // RFC 9110, 5.6.2
      throw new IllegalArgumentException(
          "header(" + name + ") is no name of a header: give one, as in X-Tenant");
    }
    this.name = name;
  }

  @Override
  public @Nullable String resolve(RequestHead request) {
    String first = request.header(name);
    if (first == null) {
      return null;
    }
    List<String> all = request.headers(name);
    if (all.size() > 1) {
      return String.join(", ", all); // as RFC 9110, 5.3 combines them: no tenant's name
    }
    return first.isEmpty() ? null : first;
  }

  @Override
  public boolean isDecidedAtOnce() {
    return true;
  }

  @Override
  public String toString() {
    return "header(" + name + ")";
  }
}
