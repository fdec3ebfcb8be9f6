package dev.backstop.it.peers;

import dev.backstop.harness.contract.UnjudgedExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.server.Server;

/** An instrument that is compared; what it records is kept for the comparison. */
interface Peer extends AutoCloseable {
  /** Installs it in a context that starts. */
  void install(ServletContext context);

  /** Puts it around a Jetty server that is about to start; most have no need of it. */
  default void around(Server server) {}

  /** Returns how long to wait for a record that may never come; a later one counts as well. */
  default Duration patience() {
    return Duration.ofMillis(500);
  }

  /** Hears that a situation begins; for a peer whose records bear no path. */
  default void next() {}

  /** Hears that the client is done with these; for a peer whose records bear no path. */
  default void played(List<UnjudgedExchange> exchanges) {}

  /** Returns all that it has recorded of a path so far, in order. */
  List<Told> told(String path);

  @Override
  default void close() {}

  /** Maps a filter as the outermost of those of the application. */
  static FilterRegistration.Dynamic map(
      ServletContext context, Filter filter, EnumSet<DispatcherType> dispatches) {
    FilterRegistration.Dynamic added = context.addFilter(filter.getClass().getName(), filter);
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(dispatches, false, "/*");
    return added;
  }
}
