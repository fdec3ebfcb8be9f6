package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.InstallationContract;
import dev.backstop.it.installation.Watched;
import dev.backstop.it.installation.WebContext;
import dev.backstop.outcome.StatusSource;
import org.junit.jupiter.api.Test;

class JettyInstallationTest extends InstallationContract {
  @Override
  protected ContextServer newServer() {
    return new JettyContexts();
  }

  @Test
  void restart_installedBeforeTheStart_endsEachExchangeOnce() throws Exception {
    Watched watched = new Watched();

    assertEndsEachOnceThroughARestart(jetty().addInstalled("/shop", watched.backstop()), watched);
  }

  @Test
  void restart_installedByAnInitializer_endsEachExchangeOnce() throws Exception {
    // Jetty keeps the filters of an initializer through a restart, and calls the initializer again.
    Watched watched = new Watched();
    WebContext context =
        jetty()
            .addInitialized("/shop", (classes, starting) -> watched.backstop().install(starting));

    assertEndsEachOnceThroughARestart(context, watched);
  }

  private JettyContexts jetty() {
    return (JettyContexts) server();
  }

  private void assertEndsEachOnceThroughARestart(WebContext context, Watched watched)
      throws Exception {
    server().start();
    watched.assertEndsEachOnce(server().port(), "/shop");

    context.reload();

    watched.assertEndsEachOnce(server().port(), "/shop");
    assertThat(watched.outcomes())
        .allMatch(outcome -> outcome.statusSource() == StatusSource.CONTAINER);
  }
}
