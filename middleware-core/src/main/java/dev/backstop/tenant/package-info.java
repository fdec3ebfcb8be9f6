/**
 * Whom does a request belong to? A {@link dev.backstop.tenant.TenantResolver} finds the tenant, and
 * {@link dev.backstop.tenant.Tenants}, a middleware, sets it on the exchange, whose log line and
 * server span then carry it.
 *
 * <p>A {@link dev.backstop.tenant.TenantPolicy} decides how the requests of which tenants are
 * metered, so that no number of tenants, real or made up, makes more meters than a limit. A gate of
 * {@link dev.backstop.tenant.Tenants#required} refuses requests that belong to nobody. Verified
 * tokens are read by {@code dev.backstop.tenant.jwt}, a module of its own.
 *
 * <p>It uses {@code observe} and what is below that; Micrometer and OpenTelemetry only where they
 * are asked for.
 */
@NullMarked
package dev.backstop.tenant;

import org.jspecify.annotations.NullMarked;
