package dev.backstop.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.CoreClasses;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorClassifierTest {
  private static Throwable real() {
    return new IOException("disk full");
  }

  static Stream<Throwable> wrappers() {
    return Stream.of(
        new ServletException("in the servlet", real()),
        new CompletionException(real()),
        new ExecutionException(real()),
        new UndeclaredThrowableException(real()),
        new InvocationTargetException(real()),
        new ServletException(new CompletionException(new ExecutionException(real()))));
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void unwrap_wrapper_isWhatItWraps(Throwable wrapper) {
    assertThat(ErrorClassifier.unwrap(wrapper))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  static Stream<Throwable> noWrappers() {
    return Stream.of(
        real(),
        new IllegalStateException("with a cause", real()),
        new UncheckedIOException(new IOException(real())),
        new ServletException("without a cause"),
        new PaymentRefused(real()));
  }

  @ParameterizedTest
  @MethodSource("noWrappers")
  void unwrap_noMereWrapper_isItself(Throwable error) {
    assertThat(ErrorClassifier.unwrap(error)).isSameAs(error);
  }

  @Test
  void unwrap_wrapperInsideOfAnError_staysThere() {
    Throwable outer = new IllegalStateException(new CompletionException(real()));

    assertThat(ErrorClassifier.unwrap(new ExecutionException(outer))).isSameAs(outer);
  }

  @Test
  void unwrap_cycleOfWrappers_ends() {
    ServletException first = new ServletException("first");
    ServletException second = new ServletException("second", first);
    first.initCause(second);

    assertThat(ErrorClassifier.unwrap(first)).isIn(first, second);
  }

  @Test
  void unwrap_causeThatThrows_isTheErrorItself() {
    Throwable hostile = new Hostile();

    assertThat(ErrorClassifier.unwrap(hostile)).isSameAs(hostile);
  }

  @Test
  void typeOf_namedClass_isItsFullName() {
    assertThat(ErrorClassifier.typeOf(real())).isEqualTo("java.io.IOException");
    assertThat(ErrorClassifier.typeOf(new PaymentRefused(real())))
        .isEqualTo(ErrorClassifierTest.class.getName() + "$PaymentRefused");
  }

  @Test
  void typeOf_anonymousClass_isItsNamedSuperclass() {
    Throwable anonymous =
        new PaymentRefused(real()) {
          private static final long serialVersionUID = 1;
        };

    assertThat(ErrorClassifier.namedClassOf(anonymous)).isEqualTo(PaymentRefused.class);
  }

  @Test
  void typeOf_localClass_isItsNamedSuperclass() {
    final class Local extends PaymentRefused {
      private static final long serialVersionUID = 1;

      Local() {
        super(real());
      }
    }

    assertThat(ErrorClassifier.namedClassOf(new Local())).isEqualTo(PaymentRefused.class);
  }

  @Test
  void typeOf_generatedSubclass_isItsNamedSuperclass() {
    // as CGLIB and ByteBuddy name what they make: PaymentRefused$$EnhancerBy...
    assertThat(ErrorClassifier.namedClassOf(new PaymentRefused$$Enhanced())).isEqualTo(Base.class);
  }

  @Test
  void typeOf_anonymousInsideOfAnonymous_climbsToTheFirstNamedOne() {
    assertThat(
            ErrorClassifier.typeOf(
                new PaymentRefused$$Enhanced() {
                  private static final long serialVersionUID = 1;
                }))
        .isEqualTo(Base.class.getName());
  }

  @Test
  void originOf_applicationFrameBelowTheLibrary_isTheApplications() {
    Throwable error =
        withStack(new IOException("full"), "java.io.Writer", "shop.Orders", "shop.Main");

    assertThat(ErrorClassifier.originOf(error).getClassName()).isEqualTo("shop.Orders");
  }

  @Test
  void originOf_onlyTheCauseHasAnApplicationFrame_isThatOne() {
    Throwable cause = withStack(new IOException("full"), "java.io.Writer", "shop.Disk");
    Throwable error =
        withStack(
            new IllegalStateException(cause), "org.eclipse.jetty.io.Pool", "java.lang.Thread");

    assertThat(ErrorClassifier.originOf(error).getClassName()).isEqualTo("shop.Disk");
  }

  @Test
  void originOf_noApplicationFrameAnywhere_isTheFirstFrameOfAll() {
    Throwable cause = withStack(new IOException("full"), "java.io.Writer");
    Throwable error =
        withStack(new IllegalStateException(cause), "java.util.Timer", "java.lang.Thread");

    assertThat(ErrorClassifier.originOf(error).getClassName()).isEqualTo("java.util.Timer");
  }

  @Test
  void originOf_noStackAtAll_isNull() {
    assertThat(ErrorClassifier.originOf(withStack(new IOException("full")))).isNull();
  }

  @Test
  void originOf_errorWithoutStackButCauseWithOne_isTheCauses() {
    Throwable cause = withStack(new IOException("full"), "shop.Disk");

    assertThat(ErrorClassifier.originOf(withStack(new IllegalStateException(cause))).getClassName())
        .isEqualTo("shop.Disk");
  }

  @Test
  void originOf_cycleOfCauses_ends() {
    Throwable first = withStack(new IllegalStateException("first"), "java.util.Timer");
    Throwable second = withStack(new IllegalStateException("second", first), "java.io.Writer");
    first.initCause(second);

    assertThat(ErrorClassifier.originOf(first).getClassName()).isEqualTo("java.util.Timer");
  }

  @Test
  void originOf_causeAndStackThatThrow_isNull() {
    assertThat(ErrorClassifier.originOf(new Hostile())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.Thread",
        "javax.sql.DataSource",
        "jdk.internal.misc.Unsafe",
        "sun.nio.ch.Net",
        "com.sun.proxy.$Proxy1",
        "jakarta.servlet.http.HttpServlet",
        "org.eclipse.jetty.server.Server",
        "org.apache.catalina.core.StandardHost",
        "org.apache.coyote.Request",
        "org.apache.tomcat.util.net.NioEndpoint",
        "io.undertow.Undertow",
        "org.xnio.Xnio",
        "org.springframework.web.servlet.DispatcherServlet",
        "dev.backstop.spring.WarErrors",
        "dev.backstop.cleanup.CleanupRegistry",
        "dev.backstop.Backstop",
        "dev.backstop.BackstopFilter",
        "dev.backstop.ExchangeLife$Anything",
      })
  void isApplication_platformContainerOrOurs_no(String className) {
    assertThat(ErrorClassifier.isApplication(className)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.Orders",
        "javafoo.Orders",
        "org.apache.commons.Thing",
        "dev.backstop.example.OrderService",
        "dev.backstop.BackstopTest",
        "dev.backstop.spring.shop.Orders",
        "$Proxy1"
      })
  void isApplication_anythingElse_yes(String className) {
    assertThat(ErrorClassifier.isApplication(className)).isTrue();
  }

  /**
   * Whoever adds a class to the root package that can stand on a request's stack learns it here.
   */
  @Test
  void isApplication_everyClassOfCore_no() throws Exception {
    List<String> ours = CoreClasses.names();

    assertThat(ours).contains("dev.backstop.Backstop", "dev.backstop.outcome.Outcome");
    assertThat(ours).noneMatch(ErrorClassifier::isApplication);
  }

  private static Throwable withStack(Throwable error, String... classNames) {
    error.setStackTrace(
        Stream.of(classNames)
            .map(name -> new StackTraceElement(name, "run", "Source.java", 7))
            .toArray(StackTraceElement[]::new));
    return error;
  }

  private static class PaymentRefused extends CompletionException {
    private static final long serialVersionUID = 1;

    PaymentRefused(Throwable cause) {
      super(cause);
    }
  }

  private static class Base extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static class PaymentRefused$$Enhanced extends Base {
    private static final long serialVersionUID = 1;
  }

  /** An error as a careless library may make it. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause for you");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack for you");
    }
  }
}
