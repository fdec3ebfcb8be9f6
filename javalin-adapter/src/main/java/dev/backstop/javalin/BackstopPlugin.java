package dev.backstop.javalin;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cleanup.Cleanup;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Held;
import dev.backstop.cleanup.Registration;
import dev.backstop.cleanup.Release;
import dev.backstop.observe.AccessLog;
import dev.backstop.pitfall.PitfallListener;
import io.javalin.config.JavalinState;
import io.javalin.http.Context;
import io.javalin.plugin.ContextPlugin;
import io.javalin.plugin.PluginPriority;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backstop in a Javalin application: every exchange ends once, with what really happened, and its
 * cleanups run then, last in, first out.
 *
 * <pre>{@code
 * Javalin.create(config -> {
 *   config.registerPlugin(new BackstopPlugin(c -> {
 *     c.backstop = Backstop.builder().use(Metrics.create(meters)).use(AccessLog.create()).build();
 *   }));
 *   config.routes.get("/users/{id}", ctx -> {
 *     Connection db = ctx.with(BackstopPlugin.class)
 *         .register("db.connection", pool.getConnection(), Connection::close);
 *     ctx.json(load(db, ctx.pathParam("id")));
 *   });
 * });
 * }</pre>
 *
 * <p>The call of {@code registerPlugin} is all it takes, before or after the routes: Backstop's
 * filter becomes the outermost one, Jetty's own end-of-request signal ends the exchange, {@code
 * http.route} is the endpoint's path, and an error that an exception mapper turned into an answer
 * keeps its type. What it changes on the wire is said at {@link Config#fence}.
 *
 * <p>For the server that Javalin starts itself. An application that puts {@code
 * app.javalinServlet()} into a server of its own calls {@link Backstop#install} there; the plugin
 * then adds {@code ctx.with(..)} alone.
 */
public final class BackstopPlugin
    extends ContextPlugin<BackstopPlugin.Config, BackstopPlugin.Cleanups> {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopPlugin.class);

  /** Makes the plugin with an access log and pitfalls in the log. */
  public BackstopPlugin() {
    this(config -> {});
  }

  /**
   * Makes the plugin; the configuration is read when it is registered.
   *
   * @param config called once
   */
  public BackstopPlugin(Consumer<Config> config) {
    super(config, new Config());
  }

  /** What can be configured. */
  public static final class Config {
    /**
     * The Backstop that observes each request; null for one with an access log that also logs
     * pitfalls. One that is installed elsewhere too may be shared.
     */
    public @Nullable Backstop backstop;

    /**
     * Whether the answer is final once Javalin has written and logged it; true unless set. Then
     *
     * <ul>
     *   <li>a request logger that throws no longer turns a finished 200 into a 500, and the other
     *       loggers run;
     *   <li>what is mapped after an asynchronous timeout no longer changes the status that was
     *       logged: the client reads that one;
     *   <li>a {@code javaLangErrorHandler} that throws is called once, and the answer is a 500;
     *   <li>a request whose response stream cannot be closed, as a gzip stream on JDK 17 after the
     *       client left, is completed.
     * </ul>
     *
     * <p>Headers stay open until the response is committed. Without Javalin's internal router
     * ({@link #recordErrors}) only the first two are so.
     */
    public boolean fence = true;

    /**
     * Whether errors that exception mappers turn into answers are recorded; true unless set. It
     * takes a place in front of Javalin's internal router, and is left out, with a warning, where a
     * release of Javalin has none that fits.
     */
    public boolean recordErrors = true;

    private Config() {}
  }

  /**
   * The cleanups of one request, as {@code ctx.with(BackstopPlugin.class)}. A handle: make one when
   * needed.
   *
   * <p>Thread-safe.
   */
  public static final class Cleanups {
    private final Exchange exchange;

    private Cleanups(Exchange exchange) {
      this.exchange = exchange;
    }

    /** {@return the exchange} */
    public Exchange exchange() {
      return exchange;
    }

    /** {@return the registry behind this handle} */
    public CleanupRegistry registry() {
      return exchange.cleanups();
    }

    /**
     * Releases a resource at the end, and returns it: {@link CleanupRegistry#register}.
     *
     * @param <T> what is released
     * @param name what reports, spans and log lines call this cleanup; low cardinality
     * @param resource bound now: a variable that changes later changes nothing here
     * @param release given the resource, once
     * @return {@code resource}
     */
    public <T> T register(String name, T resource, Release<? super T> release) {
      return exchange.cleanups().register(name, resource, release);
    }

    /**
     * Runs a cleanup at the end: {@link CleanupRegistry#register(String, Cleanup)}.
     *
     * @param name what reports, spans and log lines call this cleanup; low cardinality
     * @param cleanup given the outcome, once
     * @return what runs it early or takes it back
     */
    public Registration register(String name, Cleanup cleanup) {
      return exchange.cleanups().register(name, cleanup);
    }

    /**
     * Holds a resource that may be released before the end: {@link CleanupRegistry#hold}.
     *
     * @param <T> what is released
     * @param name what reports, spans and log lines call this cleanup; low cardinality
     * @param resource bound now: a variable that changes later changes nothing here
     * @param release given the resource, at most once
     * @return the resource, with the verbs of its registration
     */
    public <T> Held<T> hold(String name, T resource, Release<? super T> release) {
      return exchange.cleanups().hold(name, resource, release);
    }
  }

  @Override
  public String name() {
    return "Backstop";
  }

  /** Early, so that it is outermost among plugins. */
  @Override
  public PluginPriority priority() {
    return PluginPriority.EARLY;
  }

  /** For Javalin. */
  @Override
  public void onInitialize(JavalinState state) {
    Backstop given = pluginConfig.backstop;
    Backstop backstop =
        given != null
            ? given
            : Backstop.builder()
                .use(AccessLog.create())
                .onPitfall(PitfallListener.logging())
                .build();
    boolean fence = pluginConfig.fence;
    state.jetty.modifyServletContextHandler(
        handler -> handler.addEventListener(new AtStart(backstop, state, fence)));
  }

  /** For Javalin: now all of the user's configuration has been read. */
  @Override
  public void onStart(JavalinState state) {
    state.servletRequestLifecycle.add(
        0, (submit, servlet, context, path) -> JavalinResponse.bind(state, context, path));
    if (pluginConfig.recordErrors) {
      try {
        RouterTap.put(state);
      } catch (LinkageError another) {
        LOGGER.warn(
            "this Javalin has another internal router ({}): expected that of 7.2; errors that"
                + " exception mappers turn into answers are not recorded, everything else is."
                + " Update backstop-javalin-adapter, or set recordErrors to false",
            another.toString());
      }
    }
  }

  /** For Javalin: {@code ctx.with(BackstopPlugin.class)}. */
  @Override
  public Cleanups createExtension(Context context) {
    return new Cleanups(Exchange.of(context.req()));
  }
}
