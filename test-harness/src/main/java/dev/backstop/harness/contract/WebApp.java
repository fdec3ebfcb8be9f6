package dev.backstop.harness.contract;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The web application of one server: the servlets and filters of all situations of a site. */
public final class WebApp {
  private final List<Situation> situations;
  private final List<ErrorPage> errorPages;
  private final Consumer<ServletContext> install;
  private final Probes probes;
  private final boolean gated;

  WebApp(
      List<Situation> situations,
      List<ErrorPage> errorPages,
      Consumer<ServletContext> install,
      Probes probes,
      boolean gated) {
    this.situations = situations;
    this.errorPages = errorPages;
    this.install = install;
    this.probes = probes;
    this.gated = gated;
  }

  /** {@return the error pages, which no programming interface of servlets can map} */
  public List<ErrorPage> errorPages() {
    return errorPages;
  }

  /**
   * Registers everything, the instrument under test included. The container calls it once, from
   * {@code ServletContextListener.contextInitialized}, {@code
   * ServletContainerInitializer.onStartup} or, embedded, before it starts.
   *
   * @param context while it is starting
   */
  public void initialize(ServletContext context) {
    context.setAttribute(Probes.class.getName(), probes);
    if (gated) {
      addGate(context);
    }
    for (Situation situation : situations) {
      for (Situation.Part<Around> outside : situation.outsideFilters()) {
        add(context, outside, false, situation);
      }
    }
    install.accept(context);
    for (Situation situation : situations) {
      for (Situation.Part<Around> filter : situation.filters()) {
        add(context, filter, true, situation);
      }
      for (Situation.Part<Behaviour> servlet : situation.servlets()) {
        add(context, servlet.name(), servlet.behaviour(), servlet.mapping());
      }
    }
    if (!errorPages.isEmpty()) {
      Pages.behaviours()
          .forEach((location, page) -> add(context, "page " + location, page, location));
    }
  }

  /**
   * Has work on other threads wait until a dispatch has left all filters, so that an instrument
   * which looks there is wrong, or right, each time.
   */
  private static void addGate(ServletContext context) {
    Around gate =
        (request, response, chain) -> {
          CountDownLatch left = Probe.of(request).enterGatedDispatch();
          try {
            chain.doFilter(request, response);
          } finally {
            left.countDown();
          }
        };
    FilterRegistration.Dynamic filter = context.addFilter("gate", new PlayedFilter(gate));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
  }

  private static void add(
      ServletContext context, String name, Behaviour behaviour, String mapping) {
    ServletRegistration.Dynamic servlet = context.addServlet(name, new Played(behaviour));
    servlet.setAsyncSupported(true);
    servlet.addMapping(mapping);
  }

  private static void add(
      ServletContext context, Situation.Part<Around> part, boolean inside, Situation situation) {
    FilterRegistration.Dynamic filter =
        context.addFilter(part.name(), new PlayedFilter(part.behaviour()));
    filter.setAsyncSupported(true);
    EnumSet<DispatcherType> dispatches = EnumSet.copyOf(situation.filteredDispatches());
    filter.addMappingForUrlPatterns(dispatches, inside, part.mapping());
  }

  /** A servlet that does what its situation says, for any method. */
  private static final class Played extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Behaviour behaviour;

    Played(Behaviour behaviour) {
      this.behaviour = behaviour;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      Probe.of(request).last();
      behaviour.handle(request, response);
    }
  }

  /** A filter that does what its situation says. */
  private record PlayedFilter(Around around) implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      around.filter((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }
  }
}
