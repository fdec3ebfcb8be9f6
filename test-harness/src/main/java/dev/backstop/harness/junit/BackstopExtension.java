package dev.backstop.harness.junit;

import dev.backstop.BackstopBuilder;
import dev.backstop.pitfall.PitfallKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs a servlet application for a test, tells how each call really ended, and fails the test on
 * what its assertions do not see.
 *
 * <pre>{@code
 * class OrdersTest {
 *   @RegisterExtension
 *   final BackstopExtension backstop =
 *       BackstopExtension.jetty().servlet("/orders/*", new OrdersServlet()).build();
 *
 *   @Test
 *   void get_unknown_is404(RequestSpecification request, Exchanges exchanges) {
 *     Response response = request.get("/orders/42");
 *
 *     assertThat(exchanges.of(response).outcome()).hasStatus(404).hasNoError();
 *   }
 * }
 * }</pre>
 *
 * <p>A test may take a {@link RequestSpecification} for the server, its base {@link URI}, and the
 * {@link Exchanges}. The specification adds one request header to each call, by which its exchange
 * is found; the answer stays as it is. A call by any other client is watched all the same.
 *
 * <p>After each test it fails, with the whole report in the message, on:
 *
 * <ul>
 *   <li>a pitfall that no {@link ExpectPitfall} wanted, and a wanted one that did not come;
 *   <li>an exchange that is still open;
 *   <li>a span that was started and has not ended;
 *   <li>a key of the MDC or a scope that the application left on a thread of the server (a pitfall
 *       too, where Backstop looks for them, as that of {@link #jetty()} does);
 *   <li>a thread, not a daemon, that was started during the test and is alive a second after it.
 * </ul>
 *
 * <p>Where the test has failed by itself, that failure stays first.
 *
 * <p>The server of an instance field is started for each test, after {@code @BeforeAll} and before
 * {@code @BeforeEach}, and stopped after {@code @AfterEach}; that of a static field (or of a class
 * with one instance for all tests) for the class. Such tests share one record, so they must not run
 * in parallel with each other; what happens between two tests counts for the second. While an
 * extension is in use the logger {@code dev.backstop.access} writes to it alone.
 */
public final class BackstopExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final Journal journal = new Journal();
  private final CallTag tag = new CallTag();
  private final Exchanges exchanges = this::await;
  private final TestedServer server;
  private final Duration patience;
  private final List<Pattern> allowedThreads;
  private int classes; // a nested class begins while its outer one has not ended
  private @Nullable LeakedThreads threads;

  BackstopExtension(BackstopExtensionBuilder<?> builder, Function<Journal, TestedServer> server) {
    this.patience = builder.patience;
    this.allowedThreads = List.copyOf(builder.allowedThreads);
    this.server = server.apply(journal);
  }

  /** {@return a builder for an extension that starts a Jetty} */
  public static JettyExtensionBuilder jetty() {
    return new JettyExtensionBuilder();
  }

  /**
   * {@return a builder for an extension that runs beside a server which the test starts itself}
   *
   * @param backstop of the server's Backstop, not built yet, with all its middleware
   */
  public static BesideExtensionBuilder beside(BackstopBuilder backstop) {
    return new BesideExtensionBuilder(backstop);
  }

  /** {@return a new specification for calls to the server; what a test is injected} */
  public RequestSpecification request() {
    URI base = baseUri();
    return RestAssured.given().baseUri(base.toString()).filter(tag);
  }

  /** {@return where the server is} */
  public URI baseUri() {
    return server.baseUri();
  }

  /** {@return the exchanges of the running test} */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** {@return the OpenTelemetry whose spans are recorded, for the application under test} */
  public OpenTelemetry telemetry() {
    return journal.telemetry();
  }

  /** {@return the meters of the Backstop, where the extension added {@code Metrics} to it} */
  public MeterRegistry meters() {
    return journal.meters();
  }

  /** {@return a registry whose observations are watched, for the application under test} */
  public ObservationRegistry observations() {
    return journal.observations();
  }

  /** {@return what records the spans of an SDK of your own} */
  public SpanProcessor spanProcessor() {
    return journal.spans();
  }

  private EndedExchange await(Response response) {
    String mark = tag.of(response);
    if (mark == null) {
      throw new IllegalArgumentException(
          "this response is of no call of this test by the injected RequestSpecification: start the"
              + " call from it, as in given(request).get(..)");
    }
    Call call = journal.last(mark);
    if (call == null) {
      throw new IllegalArgumentException(
          "no exchange of Backstop answered this response ("
              + response.statusLine()
              + "): expected Backstop in front of this path");
    }
    try {
      Awaitility.await()
          .atMost(patience)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(call::hasEnded);
    } catch (ConditionTimeoutException tooLong) {
      throw new AssertionError("the exchange has not ended: " + call.describe(), tooLong);
    }
    return journal.read(call);
  }

  // JUnit --------------------------------------------------------------------------------------

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (classes++ == 0) {
      start();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    threads = new LeakedThreads(allowedThreads);
    if (classes == 0) {
      start();
    }
  }

  private void start() throws Exception {
    journal.listen();
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Verdict verdict = new Verdict(journal, wanted(context));
    try {
      verdict.awaitEnd(patience);
    } finally {
      journal.clear();
      tag.clear();
      if (classes == 0) {
        stop();
      }
    }
    if (threads != null) {
      verdict.leaked(threads.await());
    }
    verdict.pass(context.getDisplayName());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (--classes == 0) {
      Verdict verdict = new Verdict(journal, Set.of());
      try {
        verdict.awaitEnd(patience);
      } finally {
        stop();
      }
      verdict.pass("what came after the last test of " + context.getDisplayName());
    }
  }

  private void stop() throws Exception {
    try {
      server.stop();
    } finally {
      journal.close();
    }
  }

  private static Set<PitfallKind> wanted(ExtensionContext context) {
    Set<PitfallKind> wanted = EnumSet.noneOf(PitfallKind.class);
    context.getTestMethod().ifPresent(method -> addWanted(method, wanted));
    for (Class<?> type : context.getEnclosingTestClasses()) {
      addWanted(type, wanted);
    }
    context.getTestClass().ifPresent(type -> addWanted(type, wanted));
    return wanted;
  }

  private static void addWanted(AnnotatedElement element, Set<PitfallKind> wanted) {
    AnnotationSupport.findRepeatableAnnotations(element, ExpectPitfall.class)
        .forEach(expected -> wanted.add(expected.value()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RequestSpecification.class || type == URI.class || type == Exchanges.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == RequestSpecification.class) {
      return request();
    }
    return type == URI.class ? baseUri() : exchanges;
  }
}
