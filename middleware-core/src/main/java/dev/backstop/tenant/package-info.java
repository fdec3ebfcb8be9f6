/**
 * Whom a request belongs to: a {@link dev.backstop.tenant.TenantResolver} finds the tenant, {@link
 * dev.backstop.tenant.Tenants} sets it on the exchange, whose log line and server span then carry
 * it, and a {@link dev.backstop.tenant.TenantPolicy} says how the requests of which tenants are
 * metered, so that no number of tenants, real or made up, makes more meters than a limit.
 */
@NullMarked
package dev.backstop.tenant;

import org.jspecify.annotations.NullMarked;
