/**
 * A small order service on Jetty that shows how exchanges end, and what Backstop says about each.
 *
 * <p>{@link dev.backstop.example.OrderService} starts everything; {@code Endpoints} lists what
 * answers where; each servlet stands in a file of its own.
 */
@NullMarked
package dev.backstop.example;

import org.jspecify.annotations.NullMarked;
