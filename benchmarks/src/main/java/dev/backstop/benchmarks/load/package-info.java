/**
 * What many cleanups a request do to the collector: a server in a JVM of its own with a small heap,
 * asked over 200 connections, for each way to write the cleanups. {@link
 * dev.backstop.benchmarks.load.LoadTest} starts it.
 */
@NullMarked
package dev.backstop.benchmarks.load;

import org.jspecify.annotations.NullMarked;
