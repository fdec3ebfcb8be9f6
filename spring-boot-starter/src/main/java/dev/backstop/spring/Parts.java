package dev.backstop.spring;

import dev.backstop.Middleware;
import dev.backstop.observe.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The middleware to use: Backstop's own, unless the application has one of the type, then the
 * application's.
 */
record Parts(List<BuiltIn> builtIn, List<Middleware> own) {
  private static final String PACKAGE = "dev.backstop.observe.";

  static Parts of(List<BuiltIn> builtIn, List<Middleware> own) {
    List<BuiltIn> wanted =
        builtIn.stream().filter(one -> own.stream().noneMatch(one.type()::isInstance)).toList();
    return new Parts(wanted, List.copyOf(own));
  }

  /** Returns whether one of a type is there; by name, as its dependencies need not be. */
  boolean have(String simpleName) {
    return isOne(simpleName, builtIn.stream());
  }

  /** Returns whether one of a type is there, and what it records goes somewhere. */
  boolean record(String simpleName) {
    return isOne(simpleName, builtIn.stream().filter(BuiltIn::records));
  }

  private boolean isOne(String simpleName, Stream<BuiltIn> ofStarter) {
    Stream<Class<?>> types =
        Stream.concat(ofStarter.map(BuiltIn::type), own.stream().map(Middleware::getClass));
    return types.anyMatch(type -> type.getName().equals(PACKAGE + simpleName));
  }

  /** Returns the name of the timer of an application's own metrics, or null where it has none. */
  static @Nullable String timerOf(List<Middleware> own) {
    for (Middleware one : own) {
      if (one.getClass().getName().equals(PACKAGE + "Metrics")) {
        return ((Metrics) one).timer();
      }
    }
    return null;
  }

  List<Middleware> make(ServerObservation observation) {
    List<Middleware> all = new ArrayList<>();
    for (BuiltIn one : builtIn) {
      boolean isSecondSpan =
          observation.spanIsSprings() && one.type().getName().equals(PACKAGE + "Tracing");
      if (!isSecondSpan) {
        all.add(one.maker().apply(observation));
      }
    }
    all.addAll(own);
    return all;
  }
}
