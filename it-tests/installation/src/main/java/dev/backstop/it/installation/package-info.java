/**
 * What {@code Backstop.install} promises of contexts: started, stopped, reloaded, several of them,
 * and web applications with a class loader of their own. {@link
 * dev.backstop.it.installation.InstallationContract} is run by the module of each container, which
 * gives it a {@link dev.backstop.it.installation.ContextServer}.
 */
@NullMarked
package dev.backstop.it.installation;

import org.jspecify.annotations.NullMarked;
