package dev.backstop.outcome;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the error that mattered behind its wrappers, its type and the line that threw it.
 *
 * <p>Stateless and thread-safe.
 */
public final class ErrorClassifier {
  private static final int DEEPEST = 32; // a cause chain may be a cycle

  // Frames of these are never "the line of code that did it".
  private static final String[] LIBRARIES = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "jakarta.",
    "org.eclipse.jetty.",
    "org.apache.catalina.",
    "org.apache.coyote.",
    "org.apache.tomcat.",
    "io.undertow.",
    "org.xnio.",
    "org.apache.kafka.",
    "io.javalin.",
    "org.springframework.",
    "kotlin.",
    "org.junit.",
    "dev.backstop.outcome.",
    "dev.backstop.ownership.",
    "dev.backstop.problem.",
    "dev.backstop.cleanup.",
    "dev.backstop.cancellation.",
    "dev.backstop.status.",
    "dev.backstop.completion.",
    "dev.backstop.pitfall.",
    "dev.backstop.jetty.",
    "dev.backstop.tomcat.",
    "dev.backstop.undertow.",
    "dev.backstop.observe.",
    "dev.backstop.jdbc.",
    "dev.backstop.tenant.",
    "dev.backstop.slo.",
    // The pool and the drivers stand between the application and its SQLException.
    "com.zaxxer.hikari.",
    "org.postgresql.",
    "org.h2.",
    "com.mysql.",
    "org.mariadb.jdbc.",
    "oracle.jdbc.",
    "com.microsoft.sqlserver.",
  };

  // The root package and the adapters' packages, by class: applications under the same name are
  // applications all the same.
  private static final Set<String> OURS =
      Set.of(
          "dev.backstop.Annotations",
          "dev.backstop.ApplicationExchange",
          "dev.backstop.Backstop",
          "dev.backstop.BackstopBuilder",
          "dev.backstop.BackstopFilter",
          "dev.backstop.Carried",
          "dev.backstop.CarriedTask",
          "dev.backstop.CleanupScope",
          "dev.backstop.EndPitfalls",
          "dev.backstop.EndedBy",
          "dev.backstop.ErrorCategories",
          "dev.backstop.ErrorMapper",
          "dev.backstop.ErrorMappers",
          "dev.backstop.ErrorPipeline",
          "dev.backstop.ErrorSetup",
          "dev.backstop.Exchange",
          "dev.backstop.ExchangeCancellation",
          "dev.backstop.ExchangeEvent",
          "dev.backstop.ExchangeEvents",
          "dev.backstop.ExchangeLife",
          "dev.backstop.Failure",
          "dev.backstop.Gate",
          "dev.backstop.Gates",
          "dev.backstop.GuardedRequest",
          "dev.backstop.HandedOff",
          "dev.backstop.HandedOffWork",
          "dev.backstop.Installation",
          "dev.backstop.JettyShortcuts",
          "dev.backstop.Kept",
          "dev.backstop.LogFields",
          "dev.backstop.MaskedError",
          "dev.backstop.Middleware",
          "dev.backstop.Observers",
          "dev.backstop.PathPattern",
          "dev.backstop.Prediction",
          "dev.backstop.RequestSnapshot",
          "dev.backstop.ProblemAnswer",
          "dev.backstop.Route",
          "dev.backstop.Sending",
          "dev.backstop.SlowCleanups",
          "dev.backstop.Stage",
          "dev.backstop.Unwinder",
          "dev.backstop.Watch",
          "dev.backstop.javalin.AtStart",
          "dev.backstop.javalin.BackstopExtensions",
          "dev.backstop.javalin.BackstopPlugin",
          "dev.backstop.javalin.EndpointRoute",
          "dev.backstop.javalin.JavalinFilter",
          "dev.backstop.javalin.JavalinResponse",
          "dev.backstop.javalin.LastWord",
          "dev.backstop.javalin.RouterTap",
          "dev.backstop.javalin.UpgradeRoute",
          "dev.backstop.kafka.Attempts",
          "dev.backstop.kafka.BackstopConsumer",
          "dev.backstop.kafka.BackstopConsumerBuilder",
          "dev.backstop.kafka.BatchHandler",
          "dev.backstop.kafka.Commits",
          "dev.backstop.kafka.ConsumerState",
          "dev.backstop.kafka.ConsumerTracing",
          "dev.backstop.kafka.DeadLetters",
          "dev.backstop.kafka.Disposition",
          "dev.backstop.kafka.Fetched",
          "dev.backstop.kafka.KafkaConsumerFailedException",
          "dev.backstop.kafka.KafkaHeaders",
          "dev.backstop.kafka.Lane",
          "dev.backstop.kafka.LaneRun",
          "dev.backstop.kafka.Lanes",
          "dev.backstop.kafka.LogContext",
          "dev.backstop.kafka.PollLoop",
          "dev.backstop.kafka.RecordEnd",
          "dev.backstop.kafka.RecordEnds",
          "dev.backstop.kafka.RecordHandler",
          "dev.backstop.kafka.RecordMetrics",
          "dev.backstop.kafka.RecordUnit",
          "dev.backstop.kafka.Retry",
          "dev.backstop.kafka.Settings",
          "dev.backstop.kafka.Telemetry",
          "dev.backstop.kafka.UnitMonitor",
          "dev.backstop.kafka.Workers",
          "dev.backstop.spring.AccessLogSettings",
          "dev.backstop.spring.BackstopAutoConfiguration",
          "dev.backstop.spring.BackstopCustomizer",
          "dev.backstop.spring.BackstopInitializer",
          "dev.backstop.spring.BackstopProperties",
          "dev.backstop.spring.BackstopSettings",
          "dev.backstop.spring.BuiltIn",
          "dev.backstop.spring.Checked",
          "dev.backstop.spring.ExchangeArgument",
          "dev.backstop.spring.FilterBeanAnalyzer",
          "dev.backstop.spring.FilterBeanCheck",
          "dev.backstop.spring.FilterBeanException",
          "dev.backstop.spring.MetricsConfiguration",
          "dev.backstop.spring.MvcConfiguration",
          "dev.backstop.spring.ObservationConfiguration",
          "dev.backstop.spring.Parts",
          "dev.backstop.spring.ResolvedErrors",
          "dev.backstop.spring.ServerObservation",
          "dev.backstop.spring.SpanMaker",
          "dev.backstop.spring.SpringObservationOff",
          "dev.backstop.spring.TracingConfiguration",
          "dev.backstop.spring.UnresolvedErrors",
          "dev.backstop.spring.WarConfiguration",
          "dev.backstop.spring.WarErrors");

  private ErrorClassifier() {}

  /**
   * {@return the first throwable that is no mere wrapper: ServletException, CompletionException,
   * ExecutionException, UndeclaredThrowableException and InvocationTargetException with a cause are
   * looked through, their subclasses are not}
   *
   * @param error looked at with its causes, of which there may be a cycle
   */
  public static Throwable unwrap(Throwable error) {
    Throwable current = error;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Throwable cause = causeOf(current);
      if (cause == null || !isWrapper(current)) {
        return current;
      }
      current = cause;
    }
    return error;
  }

  private static boolean isWrapper(Throwable error) {
    Class<?> type = error.getClass();
    if (type == RuntimeException.class) {
      // Undertow wraps what a forward or an include throws.
      StackTraceElement[] frames = framesOf(error);
      return frames.length > 0 && frames[0].getClassName().startsWith("io.undertow.servlet.spec.");
    }
    return type == CompletionException.class
        || type == ExecutionException.class
        || type == UndeclaredThrowableException.class
        || type == InvocationTargetException.class
        // by name: an outcome must load where there is no servlet API
        || type.getName().equals("jakarta.servlet.ServletException");
  }

  /**
   * {@return the fully qualified name of the nearest class of the error that has a stable name}
   *
   * @param error taken as it is: no wrapper is taken off
   */
  public static String typeOf(Throwable error) {
    return namedClassOf(error).getName();
  }

  /**
   * {@return the nearest class of the error that is no proxy, lambda, local or anonymous class}
   *
   * @param error taken as it is: no wrapper is taken off
   */
  public static Class<?> namedClassOf(Throwable error) {
    Class<?> type = error.getClass();
    while (type.isAnonymousClass()
        || type.isLocalClass()
        || type.isSynthetic()
        || type.isHidden()
        || Proxy.isProxyClass(type)
        || type.getName().contains("$$")) {
      type = type.getSuperclass();
    }
    return type;
  }

  /**
   * {@return the first frame that belongs to the application, looking at the causes too; the first
   * frame of all where there is none; null where the error has no stack}
   *
   * @param error looked at with its causes
   */
  public static @Nullable StackTraceElement originOf(Throwable error) {
    StackTraceElement first = null;
    Throwable current = error;
    for (int depth = 0; depth < DEEPEST && current != null; depth++) {
      for (StackTraceElement frame : framesOf(current)) {
        if (first == null) {
          first = frame;
        }
        if (isApplication(frame.getClassName())) {
          return frame;
        }
      }
      current = causeOf(current);
    }
    return first;
  }

  // An error of the application may override these, and fail itself.

  /**
   * {@return the cause of an error, or null where it has none or cannot tell}
   *
   * @param error whose {@code getCause} may throw
   */
  public static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (RuntimeException | Error hostile) {
      return null;
    }
  }

  static StackTraceElement[] framesOf(Throwable error) {
    try {
      StackTraceElement[] frames = error.getStackTrace();
      return frames == null ? new StackTraceElement[0] : frames;
    } catch (RuntimeException | Error hostile) {
      return new StackTraceElement[0];
    }
  }

  /** {@return the application's innermost line of code on this thread, or null} */
  public static @Nullable StackTraceElement callSite() {
    return callSite(ErrorClassifier::isApplication);
  }

  /**
   * {@return this thread's innermost frame of a class whose name is accepted, or null}
   *
   * @param accepted given the fully qualified name of a class
   */
  public static @Nullable StackTraceElement callSite(Predicate<String> accepted) {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> accepted.test(frame.getClassName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(null));
  }

  /**
   * {@return whether a class belongs to the application, not to the platform, a container or us}
   *
   * @param className fully qualified
   */
  public static boolean isApplication(String className) {
    for (String library : LIBRARIES) {
      if (className.startsWith(library)) {
        return false;
      }
    }
    int inner = className.indexOf('$');
    return !OURS.contains(inner < 0 ? className : className.substring(0, inner));
  }
}
