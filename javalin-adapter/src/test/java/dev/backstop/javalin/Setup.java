package dev.backstop.javalin;

import dev.backstop.Backstop;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;

/**
 * How a situation is set up.
 *
 * @param plugin whether Backstop is there
 * @param fence {@link BackstopPlugin.Config#fence}
 * @param recordErrors {@link BackstopPlugin.Config#recordErrors}
 * @param virtualThreads whether Javalin runs on virtual threads
 * @param contextPath the context path, "" for none
 */
record Setup(
    boolean plugin,
    boolean fence,
    boolean recordErrors,
    boolean virtualThreads,
    String contextPath) {
  static final Setup PLAIN = new Setup(false, false, false, false, "");
  static final Setup WITH_PLUGIN = new Setup(true, true, true, false, "");
  static final Setup WITHOUT_FENCE = new Setup(true, false, true, false, "");
  static final Setup WITHOUT_TAP = new Setup(true, true, false, false, "");
  static final Setup IN_CONTEXT = new Setup(true, true, true, false, "/ctx");
  static final Setup ON_VIRTUAL_THREADS = new Setup(true, true, true, true, "");

  /** Starts a Javalin; the plugin is registered before the routes. */
  Javalin start(Backstop backstop, Consumer<JavalinConfig> application) {
    return Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.startupWatcherEnabled = false;
              config.concurrency.useVirtualThreads = virtualThreads;
              config.router.contextPath = contextPath.isEmpty() ? "/" : contextPath;
              config.jetty.host = "127.0.0.1";
              if (plugin) {
                config.registerPlugin(
                    new BackstopPlugin(
                        c -> {
                          c.backstop = backstop;
                          c.fence = fence;
                          c.recordErrors = recordErrors;
                        }));
              }
              application.accept(config);
            })
        .start(0);
  }
}
