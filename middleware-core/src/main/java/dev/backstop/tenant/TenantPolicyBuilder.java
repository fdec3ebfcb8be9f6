package dev.backstop.tenant;

import dev.backstop.observe.Mistakes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link TenantPolicy}. What is wrong is told by {@link #build}, all of it at once.
 *
 * <p>Not thread-safe.
 */
public final class TenantPolicyBuilder {
  private static final Set<String> TAKEN = Set.of(TenantPolicy.DEFAULT, TenantLabels.NONE);

  private final Mistakes mistakes = new Mistakes();
  private final List<TenantClassBuilder> classes = new ArrayList<>();
  private @Nullable TenantClassBuilder others;
  int maxTenants = 100;
  Duration idle = Duration.ofHours(1);

  TenantPolicyBuilder() {}

  /**
   * Adds a class of tenants. A tenant that a class names belongs to it; any other to the first
   * class with a prefix or predicate that fits.
   *
   * @param name a tag: 1 to 64 of {@code A-Z a-z 0-9 . _ -}, but neither {@code default} nor {@code
   *     none}
   * @param configuration called at once, with the class
   * @return this builder
   */
  public TenantPolicyBuilder tenants(String name, Consumer<TenantClassBuilder> configuration) {
    if (mistakes.given(configuration, "tenants(name, configuration)", "leave the call out")
        && mistakes.holds(
            TenantId.isWellFormed(name) && !TAKEN.contains(name),
            "tenants("
                + name
                + ", ..): expected a name of 1 to 64 of A-Z a-z 0-9 . _ -, neither default nor none")
        && mistakes.holds(
            classes.stream().noneMatch(one -> one.name.equals(name)),
            "tenants(" + name + ", ..) was called twice: keep one")) {
      TenantClassBuilder added = new TenantClassBuilder(name, mistakes);
      configuration.accept(added);
      mistakes.holds(
          !added.matchesNobody(),
          "tenants(" + name + ", ..) has no tenants: call ids, prefix or matching in it");
      classes.add(added);
    }
    return this;
  }

  /**
   * Configures the class {@code default}: all tenants of no other class.
   *
   * @param configuration called at once, with the class; it names no tenants
   * @return this builder
   */
  public TenantPolicyBuilder otherTenants(Consumer<TenantClassBuilder> configuration) {
    if (mistakes.given(configuration, "otherTenants(configuration)", "leave the call out")
        && mistakes.holds(others == null, "otherTenants(..) was called twice: keep one")) {
      others = new TenantClassBuilder(TenantPolicy.DEFAULT, mistakes);
      configuration.accept(others);
      mistakes.holds(
          others.matchesNobody(),
          "otherTenants(..) names tenants: it has all that are of no class; use tenants(name, ..)");
    }
    return this;
  }

  /**
   * Sets how many tenants have a label of their own at one time; the default is 100. Those that
   * classes name always do, and count; the other labels go to who comes first.
   *
   * @param limit at least as many as are named, and at least 1
   * @return this builder
   */
  public TenantPolicyBuilder maxTenants(int limit) {
    mistakes.holds(limit > 0, "maxTenants(" + limit + "): expected 1 or more");
    maxTenants = limit;
    return this;
  }

  /**
   * Sets how long a tenant must have been silent before its label, with its meters, is taken from
   * it for another one, where no label is left; the default is an hour. So a flood of names that
   * somebody made up is over some time after it has ended.
   *
   * @param silence positive; longer than your meters take to be read
   * @return this builder
   */
  public TenantPolicyBuilder labelsIdleAfter(Duration silence) {
    if (mistakes.given(silence, "labelsIdleAfter(silence)", "leave the call out for an hour")
        && mistakes.holds(
            !silence.isZero() && !silence.isNegative() && silence.toDays() < 36_500,
            "labelsIdleAfter(" + silence + "): expected a positive duration below a century")) {
      idle = silence;
    }
    return this;
  }

  /**
   * {@return the policy}
   *
   * @throws IllegalStateException with every mistake in the configuration and its remedy
   */
  public TenantPolicy build() {
    Map<String, String> classOfNamed = new HashMap<>();
    for (TenantClassBuilder one : classes) {
      for (String id : one.ids) {
        String before = classOfNamed.put(id, one.name);
        mistakes.holds(
            before == null,
            "tenant " + id + " is named in " + before + " and in " + one.name + ": keep one");
      }
    }
    mistakes.holds(
        classOfNamed.size() <= maxTenants,
        "maxTenants("
            + maxTenants
            + ") is less than the "
            + classOfNamed.size()
            + " tenants that are named: raise it");
    mistakes.refuse("TenantPolicy");
    return policy();
  }

  private TenantPolicy policy() {
    List<TenantClass> built = new ArrayList<>();
    Map<String, TenantClass> named = new HashMap<>();
    for (TenantClassBuilder one : classes) {
      TenantClass done = one.build();
      built.add(done);
      one.ids.forEach(id -> named.put(id, done));
    }
    TenantClassBuilder rest =
        others == null ? new TenantClassBuilder(TenantPolicy.DEFAULT, mistakes) : others;
    return new TenantPolicy(this, built, named, rest.build());
  }
}
