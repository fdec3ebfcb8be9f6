package dev.backstop.ownership;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that what must be ended changes hands.
 *
 * <ul>
 *   <li>On a parameter: the method ends what it is given, or sees to it. Its caller need not.
 *   <li>On a method: its caller ends what it returns.
 * </ul>
 *
 * <p>For the compile-time checks alone: SpanNotEnded, ScopeNotClosed, ObservationNotStopped and
 * their like. The name and the meaning are those of the Checker Framework's resource leak checker,
 * whose annotation counts as this one.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface Owning {}
