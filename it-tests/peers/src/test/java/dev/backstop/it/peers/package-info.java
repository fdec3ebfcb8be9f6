/** Other instruments, put to the situations of the contract. */
@NullMarked
package dev.backstop.it.peers;

import org.jspecify.annotations.NullMarked;
