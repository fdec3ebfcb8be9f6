/**
 * The tenant of a request, from a claim of a JSON Web Token that is verified with Nimbus JOSE +
 * JWT: {@link dev.backstop.tenant.jwt.JwtTenant} is a {@link dev.backstop.tenant.TenantResolver}.
 */
@NullMarked
package dev.backstop.tenant.jwt;

import org.jspecify.annotations.NullMarked;
