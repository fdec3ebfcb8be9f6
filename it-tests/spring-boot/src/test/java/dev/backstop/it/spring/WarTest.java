package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.server.ResponseStatusException;

/** The same application in a Tomcat that it did not start. */
class WarTest {
  private static final class ShopWar extends SpringBootServletInitializer {
    final AtomicReference<WebApplicationContext> started = new AtomicReference<>();

    @Override
    protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
      return builder.sources(ShopApplication.class).properties("spring.main.banner-mode=off");
    }

    @Override
    protected WebApplicationContext createRootApplicationContext(ServletContext context) {
      started.set(super.createRootApplicationContext(context));
      return started.get();
    }
  }

  @Test
  void war_inATomcat_isInstalledOutermostWithTheContainersSignal(@TempDir Path home)
      throws Exception {
    ShopWar war = new ShopWar();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(home.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("/shop", home.toString());
    context.addServletContainerInitializer(
        (classes, starting) -> war.onStartup(starting), Set.of());
    try {
      tomcat.start();
      tomcat.getConnector();

      Telemetry telemetry = war.started.get().getBean(Telemetry.class);
      int port = tomcat.getConnector().getLocalPort();
      Outcome unhandled = ask(port, telemetry, "/shop/unhandled", 500);
      assertThat(unhandled.route()).isEqualTo("/shop/unhandled");
      assertThat(unhandled.error()).hasMessage("nobody expected this");
      Outcome gone = ask(port, telemetry, "/shop/gone", 410);
      assertThat(gone.route()).isEqualTo("/shop/gone");
      assertThat(gone.error()).isInstanceOf(ResponseStatusException.class);
      Outcome missing = ask(port, telemetry, "/shop/missing", 404);
      assertThat(missing.route()).isEqualTo("/shop/**");
      assertThat(missing.error()).isNull();
      Outcome later = ask(port, telemetry, "/shop/callable-unhandled", 500);
      assertThat(later.route()).isEqualTo("/shop/callable-unhandled");
      assertThat(later.error()).hasMessage("nobody expected this later");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static Outcome ask(int port, Telemetry telemetry, String path, int status) {
    try (RawHttpClient client = RawHttpClient.connect(port)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
      assertThat(client.read("GET").status()).isEqualTo(status);
    }
    Outcome outcome = telemetry.await(path).outcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
    assertThat(telemetry.serverSpans(path)).hasSize(1);
    return outcome;
  }
}
