package dev.backstop.docs;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.Middleware;
import dev.backstop.Watch;
import dev.backstop.cleanup.Cleanup;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Outcome;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

/** The maps of docs/architecture.md are made of what they show. */
class ArchitecturePageTest {
  private static final String PAGE = "docs/architecture.md";

  @Test
  void modules_areThoseOfThePoms() throws IOException {
    Generated.assertPart(PAGE, "modules", Modules.graph());
    Generated.assertPart(PAGE, "module table", Modules.table());
  }

  @Test
  void packages_areThoseOfTheSources() throws IOException {
    Generated.assertPart(PAGE, "packages", Packages.ofCore().graph());
    Generated.assertPart(PAGE, "package table", Packages.ofCore().table());
  }

  @Test
  void life_isThatOfARequest() throws Exception {
    Life life = new Life();
    CountDownLatch ended = new CountDownLatch(1);
    Backstop backstop =
        Backstop.builder()
            .use(new WatchingMiddleware(life))
            .onOutcome(new EndListener(life, ended))
            .build();
    Server server = new Server(0);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new AnsweringApplication(life)), "/*");
    backstop.install(context.getServletContext());
    server.setHandler(context);
    server.start();
    try (RawHttpClient client =
        RawHttpClient.connect(((ServerConnector) server.getConnectors()[0]).getLocalPort())) {
      client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
      client.read("GET");
      ended.await(10, TimeUnit.SECONDS);
    } finally {
      server.stop();
    }

    Generated.assertPart(PAGE, "life", life.diagram());
  }

  private static final class WatchingMiddleware implements Middleware {
    private final Life life;

    WatchingMiddleware(Life life) {
      this.life = life;
    }

    @Override
    public Watch start(Exchange exchange) {
      life.here();
      return new WatchOfMiddleware(life);
    }
  }

  private static final class WatchOfMiddleware implements Watch {
    private final Life life;

    WatchOfMiddleware(Life life) {
      this.life = life;
    }

    @Override
    public AutoCloseable enter(DispatcherType type) {
      life.here();
      return new ScopeOfMiddleware(life);
    }

    @Override
    public void beforeCommit(int status) {
      life.here();
    }

    @Override
    public void end(Outcome outcome, CleanupReport report) {
      life.here();
    }
  }

  private static final class ScopeOfMiddleware implements AutoCloseable {
    private final Life life;

    ScopeOfMiddleware(Life life) {
      this.life = life;
    }

    @Override
    public void close() {
      life.here();
    }
  }

  private static final class AnsweringApplication extends HttpServlet {
    private final transient Life life;

    AnsweringApplication(Life life) {
      this.life = life;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      life.here();
      Exchange.of(request).cleanups().register("release", new ReleasingCleanup(life));
      response.setStatus(201);
      response.flushBuffer();
    }
  }

  private static final class ReleasingCleanup implements Cleanup {
    private final Life life;

    ReleasingCleanup(Life life) {
      this.life = life;
    }

    @Override
    public void run(Outcome outcome) {
      life.here();
    }
  }

  private static final class EndListener implements BiConsumer<Outcome, CleanupReport> {
    private final Life life;
    private final CountDownLatch ended;

    EndListener(Life life, CountDownLatch ended) {
      this.life = life;
      this.ended = ended;
    }

    @Override
    public void accept(Outcome outcome, CleanupReport report) {
      life.here();
      ended.countDown();
    }
  }
}
