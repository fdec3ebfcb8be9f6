package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.it.installation.Application;
import dev.backstop.it.installation.Watched;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whoever has a request finds its exchange, though Jetty's channel has it and no attribute: from
 * any wrapper, proxy and thread; and never that of another request of the connection.
 */
class ExchangeLookupTest {
  private final JettyContexts server = new JettyContexts();
  private final Watched watched = new Watched();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final AtomicReference<@Nullable HttpServletRequest> seen = new AtomicReference<>();

  @AfterEach
  void stop() throws Exception {
    worker.shutdownNow();
    server.stop();
  }

  private interface Body {
    void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  private static Application page(Body body) {
    return context -> {
      ServletRegistration.Dynamic page =
          context.addServlet(
              "page",
              new HttpServlet() {
                private static final long serialVersionUID = 1;

                @Override
                protected void doGet(HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                  try {
                    body.answer(request, response);
                  } catch (Exception e) {
                    response.getWriter().print(e.getMessage());
                  }
                }
              });
      page.addMapping("/*");
      page.setAsyncSupported(true);
    };
  }

  private void start(Body body) throws Exception {
    server.add(
        "/shop",
        context -> {
          var servlet = page(body);
          servlet.onStartup(context);
          watched.backstop().install(context);
        });
    server.add("/plain", page((request, response) -> tell(request, response)));
    server.start();
  }

  private static void tell(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(Exchange.of(request).path());
  }

  /** What injection frameworks give: an object of no class of the Servlet API. */
  private static HttpServletRequest proxy(HttpServletRequest request) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ExchangeLookupTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (self, method, arguments) -> {
              try {
                return method.invoke(request, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private String get(String path) {
    return Watched.get(server.port(), path).text();
  }

  @Test
  void proxyOnTheDispatchingThread_findsItsExchange() throws Exception {
    start((request, response) -> tell(proxy(request), response));

    assertThat(get("/shop/a")).isEqualTo("/shop/a");
  }

  @Test
  void wrapperOfAProxyOfAWrapper_findsItsExchange() throws Exception {
    UnaryOperator<HttpServletRequest> around = HttpServletRequestWrapper::new;
    start((request, response) -> tell(around.apply(proxy(around.apply(request))), response));

    assertThat(get("/shop/a")).isEqualTo("/shop/a");
  }

  @Test
  void anotherThread_synchronous_findsItsExchange() throws Exception {
    start(
        (request, response) -> {
          Future<String> path =
              worker.submit(() -> Exchange.of(new HttpServletRequestWrapper(request)).path());
          response.getWriter().print(path.get());
        });

    assertThat(get("/shop/a")).isEqualTo("/shop/a");
  }

  @Test
  void anotherThread_asynchronous_findsItsExchange_byAProxyToo() throws Exception {
    start(
        (request, response) -> {
          AsyncContext async = request.startAsync();
          worker.execute(
              () -> {
                try {
                  String byProxy = Exchange.of(proxy(request)).path();
                  response.getWriter().print(byProxy + " " + Exchange.of(request).path());
                } catch (IOException | RuntimeException e) {
                  response.setHeader("X-Failed", e.toString());
                }
                async.complete();
              });
        });

    assertThat(get("/shop/a")).isEqualTo("/shop/a /shop/a");
  }

  @Test
  void oneConnection_eachRequestFindsItsOwn_andNoneWhereThereIsNone() throws Exception {
    start((request, response) -> tell(request, response));

    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      assertThat(ask(client, "/shop/a")).isEqualTo("/shop/a");
      assertThat(ask(client, "/plain/b")).startsWith("no exchange is open for this request");
      assertThat(ask(client, "/shop/c")).isEqualTo("/shop/c");
      assertThat(ask(client, "/plain/d")).startsWith("no exchange is open for this request");
    }
    assertThat(watched.await(2)).hasSize(2);
  }

  private static String ask(RawHttpClient client, String path) {
    RawResponse answer =
        client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").read("GET");
    return answer.text();
  }

  @Test
  void http10_findsItsExchange() throws Exception {
    start((request, response) -> tell(request, response));

    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      assertThat(client.send("GET /shop/a HTTP/1.0\r\n\r\n").read("GET").text())
          .isEqualTo("/shop/a");
    }
    assertThat(watched.await(1)).hasSize(1);
  }

  @Test
  void afterTheEnd_saysThatItHasEnded_alsoWhileTheConnectionServesAnother() throws Exception {
    AtomicReference<@Nullable String> told = new AtomicReference<>();
    start(
        (request, response) -> {
          HttpServletRequest former = seen.getAndSet(request);
          if (former != null) {
            told.set(messageFor(former));
          }
          tell(request, response);
        });

    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      ask(client, "/shop/a");
      watched.await(1);
      assertThat(messageFor(seen.get())).contains("has ended");
      assertThat(ask(client, "/shop/b")).isEqualTo("/shop/b");
      assertThat(told.get()).contains("has ended");
    }
  }

  private static String messageFor(@Nullable HttpServletRequest request) {
    try {
      return "found " + Exchange.of(request);
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Test
  void usually_theRequestHasNoAttributeOfOurs() throws Exception {
    start(
        (request, response) -> {
          tell(request, response);
          response.getWriter().print(Collections.list(request.getAttributeNames()));
        });

    try (RawHttpClient client = RawHttpClient.connect(server.port())) {
      assertThat(ask(client, "/shop/a")).startsWith("/shop/a[").doesNotContain("dev.backstop");
    }
  }

  @Test
  void twoBackstops_oneInTheChannelAndOneFilter_bothSeeTheExchangeOnce() throws Exception {
    Watched inner = new Watched();
    server.add(
        "/shop",
        context -> {
          watched.backstop().install(context);
          context
              .addFilter("inner", inner.backstop().filter())
              .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
          page((request, response) -> tell(request, response)).onStartup(context);
        });
    server.start();

    assertThat(get("/shop/a")).isEqualTo("/shop/a");
    assertThat(watched.await(1)).hasSize(1);
    assertThat(inner.await(1)).hasSize(1);
  }
}
