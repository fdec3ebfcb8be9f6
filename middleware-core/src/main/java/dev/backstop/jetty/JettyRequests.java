package dev.backstop.jetty;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.http.pathmap.PathSpecGroup;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Finds the exchange that a channel's slot has for a servlet request. */
final class JettyRequests {
  // Each is tried; linking fails where its classes are not present.
  private static final List<ServletEdition> EDITIONS =
      Stream.<Supplier<ServletEdition>>of(() -> new Ee11(), () -> new Ee10())
          .flatMap(JettyRequests::present)
          .toList();

  private JettyRequests() {}

  private static Stream<ServletEdition> present(Supplier<ServletEdition> edition) {
    try {
      ServletEdition linked = edition.get();
      linked.requests();
      return Stream.of(linked);
    } catch (LinkageError absent) {
      return Stream.empty();
    }
  }

  /** Returns whether there is any servlet layer of Jetty here. */
  static boolean isUsable() {
    return !EDITIONS.isEmpty();
  }

  /** Returns whether the requests of a context are found here. */
  static boolean cover(ServletContext context) {
    return EDITIONS.stream().anyMatch(edition -> edition.isOf(context));
  }

  /** Returns the innermost exchange, what stands for one that is over, or null. */
  static @Nullable Object innermostOf(ServletRequest request) {
    Request core = coreOf(request);
    if (core != null) {
      return ChannelSlot.innermostOf(core);
    }
    Object innermost = ServedHere.innermostOf(request);
    return innermost == null && request.isAsyncStarted()
        ? innermostOfAsync(request.getAsyncContext().getRequest())
        : innermost;
  }

  /**
   * Returns the pattern of a request's servlet mapping, for which Jetty makes 95 bytes of objects
   * at each question; null where that has to be asked all the same.
   */
  static @Nullable String patternOf(ServletRequest request) {
    for (int i = 0; i < EDITIONS.size(); i++) {
      PathSpec spec = EDITIONS.get(i).patternOf(request);
      if (spec instanceof ServletPathSpec && spec.getGroup() != PathSpecGroup.DEFAULT) {
        return spec.getDeclaration();
      }
    }
    return null;
  }

  private static @Nullable Object innermostOfAsync(ServletRequest started) {
    Request core = coreOf(started);
    return core == null ? null : ChannelSlot.innermostOf(core);
  }

  private static @Nullable Request coreOf(ServletRequest request) {
    ServletRequest bare = request;
    while (bare instanceof ServletRequestWrapper wrapper) {
      bare = wrapper.getRequest();
    }
    for (int i = 0; i < EDITIONS.size(); i++) {
      Request core = EDITIONS.get(i).coreOf(bare);
      if (core != null) {
        return core;
      }
    }
    return null;
  }
}
