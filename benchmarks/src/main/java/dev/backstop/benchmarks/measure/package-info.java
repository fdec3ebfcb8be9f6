/**
 * What every comparison of servers needs: connections that ask, the bytes and the CPU time of one
 * server's own threads, and a backend that counts what it is told.
 */
@NullMarked
package dev.backstop.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
