/** The application that a newcomer starts first. */
@NullMarked
package dev.backstop.example;

import org.jspecify.annotations.NullMarked;
