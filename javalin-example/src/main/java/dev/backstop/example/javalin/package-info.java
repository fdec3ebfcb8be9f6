/**
 * The same small order service on Javalin twice: {@link dev.backstop.example.javalin.JavaOrders}
 * and, in Kotlin, {@code KotlinOrders}. {@link dev.backstop.example.javalin.Equipment} is what both
 * stand on.
 */
@NullMarked
package dev.backstop.example.javalin;

import org.jspecify.annotations.NullMarked;
