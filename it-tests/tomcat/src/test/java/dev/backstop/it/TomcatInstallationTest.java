package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.InstallationContract;
import dev.backstop.it.installation.Pages;
import dev.backstop.it.installation.Watched;
import dev.backstop.it.installation.WebContext;
import dev.backstop.outcome.StatusSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TomcatInstallationTest extends InstallationContract {
  @TempDir Path base;

  @Override
  protected ContextServer newServer() {
    return new TomcatContexts(base);
  }

  @Test
  void reload_contextWithoutWebXml_endsEachExchangeOnce() throws Exception {
    // Tomcat#addContext: the filters of one start are still there at the next.
    Watched watched = new Watched();
    WebContext context =
        ((TomcatContexts) server()).addBare("/shop", new Pages(), watched.backstop()::install);
    server().start();
    watched.assertEndsEachOnce(server().port(), "/shop");

    context.reload();

    watched.assertEndsEachOnce(server().port(), "/shop");
    assertThat(watched.outcomes())
        .allMatch(outcome -> outcome.statusSource() == StatusSource.CONTAINER);
  }
}
