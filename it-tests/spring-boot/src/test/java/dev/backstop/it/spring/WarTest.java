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

      try (RawHttpClient client = RawHttpClient.connect(tomcat.getConnector().getLocalPort())) {
        client.send("GET /shop/unhandled HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        assertThat(client.read("GET").status()).isEqualTo(500);
      }

      Telemetry telemetry = war.started.get().getBean(Telemetry.class);
      Outcome outcome = telemetry.await("/shop/unhandled").outcome();
      assertThat(outcome.status()).isEqualTo(500);
      assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
      assertThat(outcome.route()).isEqualTo("/shop/unhandled");
      assertThat(outcome.error()).hasMessage("nobody expected this");
      assertThat(telemetry.serverSpans("/shop/unhandled")).hasSize(1);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
