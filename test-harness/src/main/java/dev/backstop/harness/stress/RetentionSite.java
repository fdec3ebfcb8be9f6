package dev.backstop.harness.stress;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A web application whose cleanups hold all that they can get hold of. */
final class RetentionSite extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final int SAMPLED = 499; // every so many

  private final transient Executor pool;
  private final AtomicInteger served = new AtomicInteger();
  private final transient Queue<WeakReference<Object>> samples = new ConcurrentLinkedQueue<>();
  private final transient Queue<Exchange> held = new ConcurrentLinkedQueue<>();

  RetentionSite(Executor pool) {
    this.pool = pool;
  }

  void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    ServletRegistration.Dynamic registration = context.addServlet("retention", this);
    registration.setAsyncSupported(true);
    registration.addMapping("/*");
  }

  /** Returns how many of the sampled exchanges, requests and responses can be reached. */
  long reachableSamples() {
    return samples.stream().filter(sample -> sample.get() != null).count();
  }

  int samples() {
    return samples.size();
  }

  /** Lets go of what {@code /hold} has kept. */
  void letGo() {
    held.clear();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      Exchange exchange = Exchange.of(request);
      sample(exchange, request, response);
      register(exchange, request, response);
    }
    switch (request.getPathInfo()) {
      case "/hold" -> held.add(Exchange.of(request));
      case "/error" -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
      case "/throw" -> throw new IllegalStateException("retention");
      case "/flush" -> {
        response.getWriter().print("flushed");
        response.flushBuffer();
        response.getWriter().print("twice");
      }
      case "/async" -> {
        AsyncContext context = request.startAsync();
        pool.execute(Exchange.of(request).wrap(context::complete));
      }
      case "/dispatch" -> {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
          AsyncContext context = request.startAsync(request, response);
          pool.execute(() -> context.dispatch("/dispatch"));
        } else {
          response.getWriter().print("dispatched");
        }
      }
      case "/timeout" -> request.startAsync().setTimeout(400);
      default -> response.getWriter().print("plain");
    }
  }

  private void sample(Object... objects) {
    if (served.incrementAndGet() % SAMPLED == 0) {
      for (Object object : objects) {
        samples.add(new WeakReference<>(object));
      }
    }
  }

  private static void register(
      Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
    exchange
        .cleanups()
        .register("holds all", outcome -> requireSome(exchange, request, response, outcome));
    exchange
        .cleanups()
        .register("limited", outcome -> requireSome(request, response))
        .timeout(Duration.ofMinutes(5));
    exchange.cleanups().hold("dismissed", response, ignored -> {}).dismiss();
    exchange.cleanups().hold("early", request, ignored -> {}).runNow();
    exchange.route("/retention");
    exchange.recordError(new IllegalArgumentException("recorded by " + exchange.path()));
  }

  private static void requireSome(Object... captured) {
    if (captured.length == 0) {
      throw new IllegalStateException("captured nothing");
    }
  }
}
