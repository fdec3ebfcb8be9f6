package dev.backstop.completion;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An exchange that does nothing but keep its place and a list of what it was told. */
final class RecordedExchange implements InvocationHandler {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final OpenExchange exchange =
      (OpenExchange)
          Proxy.newProxyInstance(
              RecordedExchange.class.getClassLoader(), new Class<?>[] {OpenExchange.class}, this);
  volatile RuntimeException failure;
  private volatile int place;

  /** Returns an exchange that nobody asks about. */
  static OpenExchange make() {
    return new RecordedExchange().exchange;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    switch (method.getName()) {
      case "equals" -> {
        return proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "toString" -> {
        return "exchange " + place;
      }
      case "place" -> {
        if (arguments == null) {
          return place;
        }
        place = (int) arguments[0];
        return null;
      }
      default -> {
        Object[] given = arguments == null ? new Object[0] : arguments;
        calls.add(
            Arrays.stream(given)
                .map(String::valueOf)
                .collect(Collectors.joining(",", method.getName() + "(", ")")));
        if (failure != null) {
          throw failure;
        }
        return method.getReturnType() == boolean.class ? (Object) false : null;
      }
    }
  }
}
