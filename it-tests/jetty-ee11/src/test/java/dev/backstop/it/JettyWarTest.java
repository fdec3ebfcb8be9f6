package dev.backstop.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.War;
import dev.backstop.it.installation.War.InstalledBy;
import dev.backstop.it.installation.WarContract;
import dev.backstop.outcome.StatusSource;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JettyWarTest extends WarContract {
  // Jetty hides its own classes from web applications, unless it is told otherwise.
  private static final String EXPOSING =
      """
      <?xml version="1.0"?>
      <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
      <Configure class="org.eclipse.jetty.ee11.webapp.WebAppContext">
        <Get name="hiddenClassMatcher">
          <Call name="add"><Arg>-org.eclipse.jetty.server.</Arg></Call>
          <Call name="add"><Arg>-org.eclipse.jetty.http.</Arg></Call>
          <Call name="add"><Arg>-org.eclipse.jetty.io.</Arg></Call>
          <Call name="add"><Arg>-org.eclipse.jetty.util.</Arg></Call>
        </Get>
      </Configure>
      """;

  private StatusSource sourceInWar = StatusSource.PREDICTED;

  @Override
  protected ContextServer newServer() {
    return new JettyContexts();
  }

  @Override
  protected StatusSource sourceInWar() {
    return sourceInWar;
  }

  @Test
  void war_jettysClassesAreExposed_goesByTheContainersSignal(@TempDir Path directory)
      throws Exception {
    Path exploded = War.explode(directory, InstalledBy.LISTENER);
    Files.writeString(exploded.resolve("WEB-INF/jetty-web.xml"), EXPOSING);
    sourceInWar = StatusSource.CONTAINER;

    assertThat(startWar(exploded)).isNotSameAs(getClass().getClassLoader());
    assertWarEndsEachOnce();
  }
}
