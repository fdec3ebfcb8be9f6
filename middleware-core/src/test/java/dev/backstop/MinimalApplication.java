package dev.backstop;

import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import dev.backstop.pitfall.PitfallListener;
import dev.backstop.tenant.TenantResolver;
import dev.backstop.tenant.Tenants;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application with nothing on its class path but Backstop's core and its three dependencies: run
 * by {@link MinimalClassPathTest} in a virtual machine of its own, in a container made by hand.
 */
final class MinimalApplication {
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final Backstop backstop =
      Backstop.builder()
          .use(
              exchange -> (outcome, report) -> ran.add("watch saw " + report.count() + " cleanups"))
          .onPitfall(PitfallListener.logging())
          .onOutcome((outcome, report) -> outcomes.add(outcome))
          .build();

  private MinimalApplication() {}

  public static void main(String[] arguments) throws Exception {
    nothingElseIsHere();
    System.out.println("jdk.jfr: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    new MinimalApplication().asAFilter();
    new MinimalApplication().withAnErrorThatEscapes();
    new MinimalApplication().installed();
    tenantsWithoutMetersAndBaggage();
    aRegistryOfItsOwn();
    System.out.println("OK");
  }

  private static void nothingElseIsHere() {
    for (String absent :
        List.of(
            "org.eclipse.jetty.server.Server",
            "org.apache.catalina.Context",
            "io.undertow.Undertow",
            "io.opentelemetry.api.OpenTelemetry",
            "io.micrometer.core.instrument.MeterRegistry",
            "org.junit.jupiter.api.Test",
            "ch.qos.logback.classic.Logger")) {
      try {
        Class.forName(absent);
      } catch (ClassNotFoundException expected) {
        continue;
      }
      throw new AssertionError(absent + " is on the class path");
    }
  }

  private static void require(Object actual, @Nullable Object expected) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }

  private void application(HttpServletRequest request, HttpServletResponse response)
      throws java.io.IOException {
    Exchange.of(request).cleanups().register("close", outcome -> ran.add("closed"));
    response.setStatus(201);
    response.getOutputStream().write("made".getBytes(StandardCharsets.US_ASCII));
  }

  private FilterChain chain() {
    return (request, response) ->
        application((HttpServletRequest) request, (HttpServletResponse) response);
  }

  private void asAFilter() throws Exception {
    Filter filter = backstop.filter();
    filter.init(null);

    filter.doFilter(HandMade.request("/orders"), new Response().proxy, chain());

    require(ran, List.of("closed", "watch saw 1 cleanups"));
    require(outcomes.size(), 1);
    require(outcomes.get(0).status(), 201);
    require(outcomes.get(0).bytesWritten(), 4L);
    require(outcomes.get(0).statusSource(), StatusSource.PREDICTED);
    require(outcomes.get(0).ending(), Ending.COMPLETED);
    filter.destroy();
  }

  private void withAnErrorThatEscapes() throws Exception {
    IllegalStateException error = new IllegalStateException("no stock");
    Filter filter = backstop.filter();
    filter.init(null);
    try {
      filter.doFilter(
          HandMade.request("/orders"),
          new Response().proxy,
          (request, response) -> {
            throw error;
          });
      throw new AssertionError("the filter has swallowed the error");
    } catch (IllegalStateException escaped) {
      require(escaped, error);
    }
    require(outcomes.get(0).status(), 500);
    require(outcomes.get(0).error(), error);
    require(outcomes.get(0).errorType(), "java.lang.IllegalStateException");
    require(outcomes.get(0).errorHandled(), false);
    filter.destroy();
  }

  private void installed() throws Exception {
    Context context = new Context();
    backstop.install(context.proxy);
    require(context.filters.size(), 1);
    require(context.mapped, true);
    Filter filter = context.filters.get(0);
    filter.init(context.config);
    HttpServletRequest request = HandMade.request("/orders");

    filter.doFilter(request, new Response().proxy, chain());
    require(outcomes.size(), 0); // an error page or an outer filter may still answer
    for (ServletRequestListener listener : context.listeners) {
      listener.requestDestroyed(new ServletRequestEvent(context.proxy, request));
    }

    require(ran, List.of("closed", "watch saw 1 cleanups"));
    require(outcomes.size(), 1);
    require(outcomes.get(0).status(), 201);
    filter.destroy();
  }

  /** Neither Micrometer nor OpenTelemetry is needed where nothing of them is asked for. */
  private static void tenantsWithoutMetersAndBaggage() throws Exception {
    List<String> tenants = new ArrayList<>();
    TenantResolver resolver =
        TenantResolver.firstOf(TenantResolver.header("X-Tenant"), request -> "acme");
    Filter filter =
        Backstop.builder()
            .use(Tenants.builder(resolver).logField("tenant").build())
            .use(exchange -> (outcome, report) -> tenants.add(exchange.tenant()))
            .gate(Tenants.required())
            .build()
            .filter();
    filter.init(null);

    filter.doFilter(HandMade.request("/orders"), new Response().proxy, (request, response) -> {});

    require(tenants, List.of("acme"));
    filter.destroy();
    try {
      Tenants.builder(resolver).baggage().build();
      throw new AssertionError("baggage without OpenTelemetry");
    } catch (IllegalStateException refused) {
      require(refused.getMessage().contains("io.opentelemetry:opentelemetry-api"), true);
    }
  }

  private static void aRegistryOfItsOwn() {
    List<String> released = new ArrayList<>();
    CleanupRegistry registry = new CleanupRegistry();
    registry.register("a", "first", released::add);
    registry.register("b", "second", released::add);
    registry.unwind(
        new Outcome(
            "", "", null, 0, StatusSource.PREDICTED, Ending.COMPLETED, null, false, false, 0, 0));
    require(released, List.of("second", "first"));
  }

  /** A response that is never committed. */
  private static final class Response {
    private int status = 200;
    private final Body body = new Body();
    final HttpServletResponse proxy =
        HandMade.proxy(
            HttpServletResponse.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "setStatus" -> {
                    status = (int) arguments[0];
                    yield null;
                  }
                  case "getStatus" -> status;
                  case "getOutputStream" -> body;
                  default -> HandMade.nothing(method.getReturnType());
                });
  }

  private static final class Body extends ServletOutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      bytes.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("not asynchronous");
    }
  }

  /** A context that takes filters and listeners. */
  private static final class Context {
    final List<Filter> filters = new ArrayList<>();
    final List<ServletRequestListener> listeners = new ArrayList<>();
    boolean mapped;
    private final FilterRegistration.Dynamic registration =
        HandMade.proxy(
            FilterRegistration.Dynamic.class,
            (proxy, method, arguments) -> {
              mapped |= method.getName().equals("addMappingForUrlPatterns");
              return HandMade.nothing(method.getReturnType());
            });
    final FilterConfig config =
        HandMade.proxy(FilterConfig.class, (proxy, method, arguments) -> context());
    final ServletContext proxy =
        HandMade.proxy(
            ServletContext.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "addFilter" -> {
                    filters.add((Filter) arguments[1]);
                    yield registration;
                  }
                  case "addListener" -> {
                    if (arguments[0] instanceof ServletRequestListener listener) {
                      listeners.add(listener);
                    }
                    yield null;
                  }
                  case "getContextPath", "getServerInfo" -> "";
                  default -> HandMade.nothing(method.getReturnType());
                });

    private ServletContext context() {
      return proxy;
    }
  }
}
