package dev.backstop;

import dev.backstop.completion.RequestHead;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pieces of the Servlet API made by hand, for where no container is needed or allowed. */
final class HandMade {
  private HandMade() {}

  /** Returns an object of an interface. */
  static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getDeclaringClass() == Object.class
                    ? method.invoke(calls, arguments)
                    : calls.invoke(proxy, method, arguments)));
  }

  /** Returns what a method returns that has nothing to say. */
  static @Nullable Object nothing(Class<?> returned) {
    if (returned == boolean.class) {
      return false;
    }
    return returned == int.class ? (Object) 0 : returned == long.class ? (Object) 0L : null;
  }

  /** Returns a GET request that keeps attributes and answers as the map says. */
  static HttpServletRequest request(String path, Map<String, Object> answers) {
    Map<String, Object> attributes = new HashMap<>();
    return proxy(
        HttpServletRequest.class,
        (proxy, method, arguments) -> {
          Object answer = answers.get(method.getName());
          if (answer != null) {
            return answer;
          }
          return switch (method.getName()) {
            case "getMethod" -> "GET";
            case "getRequestURI" -> path;
            case "getContextPath" -> "";
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "removeAttribute" -> attributes.remove(arguments[0]);
            default -> nothing(method.getReturnType());
          };
        });
  }

  /** Returns a GET request that keeps attributes. */
  static HttpServletRequest request(String path) {
    return request(path, Map.of());
  }

  /** The head of a request. */
  record Head(String method, String path) implements RequestHead {
    static Head get(String path) {
      return new Head("GET", path);
    }

    @Override
    public @Nullable String query() {
      return null;
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public String protocol() {
      return "HTTP/1.1";
    }

    @Override
    public @Nullable String serverName() {
      return null;
    }

    @Override
    public int serverPort() {
      return 0;
    }

    @Override
    public @Nullable String peerAddress() {
      return null;
    }

    @Override
    public int peerPort() {
      return 0;
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }

    @Override
    public Iterable<String> headerNames() {
      return List.of();
    }
  }
}
