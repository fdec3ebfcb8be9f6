package dev.backstop.it.peers;

import dev.backstop.harness.contract.ContainerFacts;
import dev.backstop.harness.contract.ContainerUnderTest;
import dev.backstop.harness.contract.ErrorPage;
import dev.backstop.harness.contract.WebApp;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 with Servlet 6.1, with a peer in it, or around it. */
record Jetty12(Peer peer) implements ContainerUnderTest {
  @Override
  public ContainerFacts facts() {
    return ContainerFacts.JETTY_EE11;
  }

  @Override
  public RunningServer start(WebApp app) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, 1, 1);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    for (ErrorPage page : app.errorPages()) {
      if (page.exception() == null) {
        pages.addErrorPage(page.status(), page.location());
      } else {
        pages.addErrorPage(page.exception(), page.location());
      }
    }
    context.setErrorHandler(pages);
    server.setHandler(context);
    peer.around(server);
    app.initialize(context.getServletContext());
    server.start();
    return new RunningServer() {
      @Override
      public int port() {
        return connector.getLocalPort();
      }

      @Override
      public void stop() throws Exception {
        server.stop();
      }
    };
  }
}
