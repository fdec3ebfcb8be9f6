package com.example.pitfalls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** What stands between a caller and a driver. */
@FunctionalInterface
interface Proxied {
  /** Answers a call; what the method that it invokes throws reaches the caller as it is. */
  Object call(Method method, Object[] arguments) throws Exception;

  static <T> T of(Class<T> type, Proxied proxied) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return proxied.call(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
