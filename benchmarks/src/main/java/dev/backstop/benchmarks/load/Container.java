package dev.backstop.benchmarks.load;

import dev.backstop.Backstop;
import dev.backstop.javalin.BackstopPlugin;
import io.javalin.Javalin;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What serves the requests. */
enum Container {
  JETTY("Jetty") {
    @Override
    Site start(Form form, Visits visits) throws Exception {
      Server server = new Server(pool());
      ServerConnector connector = new ServerConnector(server);
      connector.setHost(HOST);
      server.addConnector(connector);
      ServletContextHandler context = new ServletContextHandler();
      context.addServlet(new ServletHolder(new Users(form, visits)), "/users/*");
      addFilter(context, form);
      Backstop backstop = form.backstop();
      if (backstop != null) {
        backstop.install(context.getServletContext());
      }
      server.setHandler(context);
      server.start();
      return new Site(connector.getLocalPort(), server::stop);
    }
  },

  JAVALIN("Javalin") {
    @Override
    Site start(Form form, Visits visits) {
      Javalin app =
          Javalin.create(
                  config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.startup.startupWatcherEnabled = false;
                    config.jetty.threadPool = pool();
                    config.jetty.host = HOST;
                    config.jetty.port = 0;
                    config.jetty.modifyServletContextHandler(context -> addFilter(context, form));
                    Backstop backstop = form.backstop();
                    if (backstop != null) {
                      config.registerPlugin(new BackstopPlugin(c -> c.backstop = backstop));
                    }
                    config.routes.get(
                        "/users/{id}",
                        context -> {
                          String user = context.pathParam("id");
                          form.serve(
                              context.req(),
                              visits.begin(user),
                              () -> context.contentType("application/json").result(body(user)));
                        });
                  })
              .start();
      return new Site(app.port(), app::stop);
    }
  };

  private static final String HOST = "127.0.0.1";
  // From the first to the last: the count of a thread that ends is lost.
  private static final int THREADS = Integer.getInteger("load.threads", 64);

  private final String title;

  Container(String title) {
    this.title = title;
  }

  abstract Site start(Form form, Visits visits) throws Exception;

  /** Returns what is answered for a user. */
  static String body(String user) {
    return "{\"id\":\"" + user + "\"}";
  }

  private static QueuedThreadPool pool() {
    return new QueuedThreadPool(THREADS, THREADS);
  }

  private static void addFilter(ServletContextHandler context, Form form) {
    Filter filter = form.filter();
    if (filter != null) {
      context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    }
  }

  @Override
  public String toString() {
    return title;
  }

  private static final class Users extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final Form form;
    private final transient Visits visits;

    Users(Form form, Visits visits) {
      this.form = form;
      this.visits = visits;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String user = request.getPathInfo().substring(1);
      form.serve(
          request,
          visits.begin(user),
          () -> {
            byte[] body = body(user).getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/json");
            // With no length, as most pages: what is complete is then told by the chain's end.
            response.getOutputStream().write(body);
          });
    }
  }
}
