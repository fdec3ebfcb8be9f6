package dev.backstop.ownership;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that what must be ended stays in the hands where it is.
 *
 * <ul>
 *   <li>On a parameter: the method only uses what it is given. Its caller still ends it.
 *   <li>On a method: what it returns is ended by somebody else, and not by its caller.
 * </ul>
 *
 * <p>For the compile-time checks alone: without it, what a method hands to another and never ends
 * counts as handed on. The name and the meaning are those of the Checker Framework's resource leak
 * checker, whose annotation counts as this one.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface NotOwning {}
