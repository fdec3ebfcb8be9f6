package dev.backstop.javalin;

import io.javalin.config.JavalinState;
import io.javalin.http.HandlerType;
import io.javalin.http.servlet.JavalinServletContext;
import io.javalin.router.Endpoint;
import io.javalin.router.InternalRouter;
import io.javalin.router.ParsedEndpoint;
import io.javalin.util.Util;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The route of a request that Javalin handles: the path of the endpoint that matched, or would have
 * matched, had no handler in front answered; else none where nothing was found; else that of the
 * last of those in front; else, where a static file or a single page answered, {@code /*}.
 */
final class EndpointRoute implements Supplier<@Nullable String> {
  private static final String ANY = "*";

  private final JavalinState state;
  private final JavalinServletContext context;
  private final JavalinResponse response;
  private final HandlerType method; // the request may be gone when the route is read
  private final String path;

  EndpointRoute(
      JavalinState state, JavalinServletContext context, JavalinResponse response, String path) {
    this.state = state;
    this.context = context;
    this.response = response;
    this.method = context.method();
    this.path = path;
  }

  @Override
  public @Nullable String get() {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    String template = matched == null ? find() : matched.path;
    return template == null ? null : inContext(state, template);
  }

  private @Nullable String find() {
    ParsedEndpoint found = lookUp();
    if (found != null) {
      return found.endpoint.path;
    }
    if (response.isNotFound()) {
      return null;
    }
    List<Endpoint> visited = context.endpoints().list();
    for (int i = visited.size() - 1; i >= 0; i--) {
      String template = visited.get(i).path;
      if (!template.isEmpty() && !template.equals(ANY)) {
        return template;
      }
    }
    return "/*";
  }

  private @Nullable ParsedEndpoint lookUp() {
    try {
      InternalRouter router = state.internalRouter;
      ParsedEndpoint found = router.findFirstHttpHandlerEntry(method, path);
      return found == null && HandlerType.HEAD.equals(method)
          ? router.findFirstHttpHandlerEntry(HandlerType.GET, path)
          : found;
    } catch (LinkageError another) {
      return null; // a release of Javalin with another internal router
    }
  }

  static String inContext(JavalinState state, String template) {
    String path = template.equals(ANY) ? "/*" : template;
    String context = state.router.contextPath;
    if (!isClean(path) || !isClean(context)) {
      // Compiles regular expressions: 1,000 bytes.
      return Util.prefixContextPath(Util.normalizeContextPath(context), path);
    }
    int end = context.endsWith("/") ? context.length() - 1 : context.length();
    return end == 0 ? path : context.substring(0, end) + path;
  }

  private static boolean isClean(String path) {
    return path.startsWith("/") && !path.contains("//");
  }
}
