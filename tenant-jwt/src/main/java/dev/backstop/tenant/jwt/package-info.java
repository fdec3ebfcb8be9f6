/**
 * Which tenant does a token prove? {@link dev.backstop.tenant.jwt.JwtTenant}, a {@link
 * dev.backstop.tenant.TenantResolver}, takes it from a claim of a JSON Web Token that it has
 * verified with Nimbus JOSE + JWT; whatever is not verified names nobody.
 *
 * <p>{@link dev.backstop.tenant.jwt.JwtTenantBuilder} says what is accepted: issuer, audience,
 * algorithms and keys; read it first. Inside, the bearer token is read, its signature and its
 * claims are held against that, and the result is counted, each in a class of its own.
 */
@NullMarked
package dev.backstop.tenant.jwt;

import org.jspecify.annotations.NullMarked;
