package dev.backstop.harness.junit;

import dev.backstop.BackstopBuilder;
import java.net.URI;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link BackstopExtension} for a server that the test starts and stops itself.
 *
 * <p>Not thread-safe.
 */
public final class BesideExtensionBuilder extends BackstopExtensionBuilder<BesideExtensionBuilder> {
  // Servers grow their pools while a test runs.
  private static final String SERVERS =
      "qtp\\d+-.*|JettyServerThreadPool.*|http-nio\\d*-.*|Catalina-.*|XNIO-.*|Scheduler-.*";

  private final BackstopBuilder backstop;
  private @Nullable Supplier<URI> baseUri;
  private boolean telemetry;

  BesideExtensionBuilder(BackstopBuilder backstop) {
    this.backstop = backstop;
    allowThreads(SERVERS);
  }

  /**
   * Sets where the server is; asked once for each specification that is injected.
   *
   * @param where may be asked late, when the server has its port
   * @return this builder
   */
  public BesideExtensionBuilder baseUri(Supplier<URI> where) {
    baseUri = where;
    return this;
  }

  /**
   * Sets the port of a server on this machine; asked as {@link #baseUri}.
   *
   * @param port may be asked late, when the server has its port
   * @return this builder
   */
  public BesideExtensionBuilder port(IntSupplier port) {
    return baseUri(() -> URI.create("http://127.0.0.1:" + port.getAsInt()));
  }

  /**
   * Adds {@code Tracing}, {@code Metrics}, {@code AccessLog}, {@code LoggingContext}, {@code
   * SpanLedger} and {@code ScopeGuard} to the Backstop, so that spans and log events are recorded.
   * A Backstop that has its own of these keeps them, without this call: log events are recorded all
   * the same, and spans where the SDK has {@link BackstopExtension#spanProcessor()}.
   *
   * @return this builder
   */
  public BesideExtensionBuilder withTelemetry() {
    telemetry = true;
    return this;
  }

  @Override
  BesideExtensionBuilder self() {
    return this;
  }

  /** Attaches the extension to the Backstop's builder, whose {@code build()} is called later. */
  @Override
  public BackstopExtension build() {
    return new BackstopExtension(this, this::server);
  }

  private TestedServer server(Journal journal) {
    if (telemetry) {
      journal.addTelemetry(backstop);
    }
    guard(backstop);
    journal.attach(backstop);
    Supplier<URI> where = baseUri;
    return new TestedServer() {
      @Override
      public void start() {}

      @Override
      public URI baseUri() {
        if (where == null) {
          throw new IllegalStateException(
              "the extension does not know where the server is: call port(..) or baseUri(..) of"
                  + " BackstopExtension.beside(..)");
        }
        return where.get();
      }

      @Override
      public void stop() {}
    };
  }
}
