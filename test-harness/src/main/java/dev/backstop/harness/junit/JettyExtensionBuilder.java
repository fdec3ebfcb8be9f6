package dev.backstop.harness.junit;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link BackstopExtension} that starts Jetty 12.1 (EE 11) on a free port of this
 * machine, with a Backstop in front of the application.
 *
 * <p>Not thread-safe.
 */
public final class JettyExtensionBuilder extends BackstopExtensionBuilder<JettyExtensionBuilder> {
  private final List<Consumer<ServletContext>> application = new ArrayList<>();
  private final Map<Integer, String> errorPages = new LinkedHashMap<>();
  private final List<Consumer<BackstopBuilder>> configuration = new ArrayList<>();
  private boolean telemetry = true;

  JettyExtensionBuilder() {}

  /**
   * Adds a servlet, with asynchronous support.
   *
   * @param pattern as of a servlet mapping
   * @param servlet the one instance
   * @return this builder
   */
  public JettyExtensionBuilder servlet(String pattern, Servlet servlet) {
    return application(EmbeddedJetty.servlet(nextName(servlet), pattern, servlet));
  }

  /**
   * Adds a filter behind those before, with asynchronous support, for {@code REQUEST}.
   *
   * @param pattern as of a servlet mapping
   * @param filter the one instance
   * @return this builder
   */
  public JettyExtensionBuilder filter(String pattern, Filter filter) {
    return application(EmbeddedJetty.filter(nextName(filter), pattern, filter));
  }

  private String nextName(Object part) {
    return part.getClass().getName() + "-" + application.size();
  }

  /**
   * Adds what registers filters, servlets and listeners itself, before the context starts.
   *
   * @param registers called once, while the server starts
   * @return this builder
   */
  public JettyExtensionBuilder application(Consumer<ServletContext> registers) {
    application.add(registers);
    return this;
  }

  /**
   * Maps an error page, as a deployment descriptor would.
   *
   * @param status that is sent as an error
   * @param location within the context
   * @return this builder
   */
  public JettyExtensionBuilder errorPage(int status, String location) {
    errorPages.put(status, location);
    return this;
  }

  /**
   * Configures the Backstop. {@code Tracing}, {@code Metrics}, {@code AccessLog}, {@code
   * LoggingContext}, {@code SpanLedger} and {@code ScopeGuard} are in use already.
   *
   * @param configures called once, with the builder
   * @return this builder
   */
  public JettyExtensionBuilder backstop(Consumer<BackstopBuilder> configures) {
    configuration.add(configures);
    return this;
  }

  /**
   * Leaves all of these to {@link #backstop(Consumer)}; spans are recorded where the SDK has {@link
   * BackstopExtension#spanProcessor()}.
   *
   * @return this builder
   */
  public JettyExtensionBuilder ownTelemetry() {
    telemetry = false;
    return this;
  }

  @Override
  JettyExtensionBuilder self() {
    return this;
  }

  @Override
  public BackstopExtension build() {
    return new BackstopExtension(this, this::server);
  }

  private TestedServer server(Journal journal) {
    List<Consumer<ServletContext>> parts = new ArrayList<>(application);
    parts.add(0, context -> backstopFor(journal).install(context));
    Map<Integer, String> pages = Map.copyOf(errorPages);
    return new TestedServer() {
      private @Nullable EmbeddedJetty jetty;

      @Override
      public void start() throws Exception {
        jetty = EmbeddedJetty.start(parts, pages);
      }

      @Override
      public URI baseUri() {
        if (jetty == null) {
          throw new IllegalStateException(
              "the server has not started: a field that is not static is started for each test,"
                  + " after @BeforeAll; make it static to call it there");
        }
        return jetty.baseUri();
      }

      @Override
      public void stop() throws Exception {
        if (jetty != null) {
          jetty.stop();
          jetty = null;
        }
      }
    };
  }

  private Backstop backstopFor(Journal journal) {
    BackstopBuilder builder = Backstop.builder();
    configuration.forEach(part -> part.accept(builder));
    if (telemetry) {
      journal.addTelemetry(builder);
    }
    guard(builder);
    journal.attach(builder);
    return builder.build();
  }
}
