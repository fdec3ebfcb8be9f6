package dev.backstop.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.Recorder;
import dev.backstop.javalin.ErrorSituations.OrderException;
import dev.backstop.outcome.ErrorClassifier;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.plugin.Plugin;
import io.javalin.plugin.bundled.HttpAllowedMethodsPlugin;
import io.javalin.plugin.bundled.RouteOverviewPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The place in front of Javalin's internal router. */
class RouterTapTest {
  private static void routes(JavalinConfig config) {
    config.routes.get("/s/{id}", c -> c.result("ok"));
    config.routes.post("/s/{id}", c -> c.result("ok"));
    config.routes.ws("/ws/{id}", ws -> {});
  }

  @Test
  void routeOverviewPlugin_sameWithAndWithoutTap() {
    String accept = "Accept: application/json";
    String plain;
    try (Running without = new Running(Setup.PLAIN, RouterTapTest::withOverview)) {
      plain = without.ask("/routes", accept).text();
    }
    try (Running with = new Running(Setup.WITH_PLUGIN, RouterTapTest::withOverview)) {
      assertThat(namesIn(with.ask("/routes", accept).text())).isEqualTo(namesIn(plain));
    }
    assertThat(plain).contains("/s/{id}", "/ws/{id}", "/routes");
  }

  private static void withOverview(JavalinConfig config) {
    routes(config);
    config.registerPlugin(new RouteOverviewPlugin());
  }

  /** Javalin prints identities of objects. */
  private static String namesIn(String overview) {
    return overview.replaceAll("@[0-9a-f]+", "@");
  }

  @Test
  void httpAllowedMethodsPlugin_addsItsEndpointsThroughTheTap() {
    try (Running running =
        new Running(
            Setup.WITH_PLUGIN,
            config -> {
              routes(config);
              config.registerPlugin(new HttpAllowedMethodsPlugin());
            })) {
      try (RawHttpClient client = running.connect()) {
        client.send("OPTIONS /s/1 HTTP/1.1\r\nHost: test\r\n\r\n");
        assertThat(client.read("OPTIONS").header("Access-Control-Allow-Methods"))
            .contains("GET", "POST", "OPTIONS");
      }
      assertThat(running.outcome("/s/1").route()).isEqualTo("/s/{id}");
    }
  }

  @Test
  void addHttpEndpoint_afterTheStart_isServedAndListed() {
    try (Running running = new Running(Setup.WITH_PLUGIN, RouterTapTest::routes)) {
      running.app().unsafe.routes.get("/late/{id}", c -> c.result("late"));

      assertThat(running.ask("/late/1").text()).isEqualTo("late");
      assertThat(running.outcome("/late/1").route()).isEqualTo("/late/{id}");
      assertThat(running.app().unsafe.internalRouter.allHttpHandlers())
          .extracting(parsed -> parsed.endpoint.path)
          .contains("/s/{id}", "/late/{id}");
    }
  }

  @Test
  void sources_onlyTheTapExtendsInternals() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> extending =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> read(file).contains("extends InternalRouter"))
              .map(file -> file.getFileName().toString())
              .toList();

      assertThat(extending).containsExactly("RouterTap.java");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A Javalin whose internal router is gone ------------------------------------------------------

  /** Loads the plugin anew, as if this Javalin had no {@code InternalRouter}. */
  private static final class WithoutInternalRouter extends ClassLoader {
    WithoutInternalRouter() {
      super(RouterTapTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.equals("io.javalin.router.InternalRouter")) {
          throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("dev.backstop.javalin.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void onStart_noInternalRouter_allButRecoveredErrorsIsThere() throws Exception {
    Plugin<?> plugin =
        (Plugin<?>)
            new WithoutInternalRouter()
                .loadClass(BackstopPlugin.class.getName())
                .getConstructor()
                .newInstance();
    try (Recorder recorder = new Recorder()) {
      Javalin app =
          Setup.PLAIN.start(
              recorder.backstop(),
              config -> {
                config.registerPlugin(plugin);
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new OrderException();
                    });
                config.routes.get("/h/{id}", c -> c.result("ok"));
              });
      try {
        assertThat(new Visit(app.port(), "GET", "/s/1", new Meeting()).ask().status())
            .isEqualTo(500);
        assertThat(new Visit(app.port(), "HEAD", "/h/1", new Meeting()).ask().status())
            .isEqualTo(200);

        assertThat(logged(recorder, "/s/1")).contains("status=\"500\"", "route=\"/s/{id}\"");
        assertThat(logged(recorder, "/h/1")).contains("status=\"200\"");
      } finally {
        app.stop();
      }
    }
  }

  private static String logged(Recorder recorder, String path) {
    Awaitility.await().until(() -> recorder.now(path).logs().size() == 1);
    return recorder.now(path).logs().get(0).getKeyValuePairs().toString();
  }

  @Test
  void sources_noneIsTakenForTheApplication() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      List<String> taken =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
              .map(name -> "dev.backstop.javalin." + name.replace(".java", ""))
              .filter(ErrorClassifier::isApplication)
              .toList();

      assertThat(taken).isEmpty();
    }
    assertThat(ErrorClassifier.isApplication("dev.backstop.javalin.BackstopExtensions")).isFalse();
  }
}
