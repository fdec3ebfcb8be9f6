/**
 * What the parts of Backstop cost by themselves, by JMH: the cleanup registry beside what else runs
 * work at the end, the response wrapper, an exchange, and each middleware. No server and no socket.
 */
@NullMarked
package dev.backstop.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
