package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.backstop.Backstop;
import dev.backstop.it.installation.War.InstalledBy;
import dev.backstop.it.installation.war.Told;
import dev.backstop.outcome.StatusSource;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A web application that has Backstop inside, behind a class loader of its own: it works, also
 * beside others, and its class loader goes with it.
 */
public abstract class WarContract extends ContainerContract {
  private final Queue<Object> told = new ConcurrentLinkedQueue<>();
  @TempDir Path directory;

  /** Makes the contract. */
  protected WarContract() {}

  @BeforeEach
  void listen() {
    Told.listen(told);
  }

  @AfterEach
  void stopListening() {
    Told.listen(null);
  }

  @Test
  void war_installedByListener_endsEachExchangeOnce() throws Exception {
    assertWarWorks(InstalledBy.LISTENER);
  }

  /** Asserts that a web application with its own Backstop works, before and after a reload. */
  protected void assertWarWorks(InstalledBy by) throws Exception {
    WebContext war = server().addWar("/war", War.explode(directory, by));
    server().start();
    ClassLoader first = nextLoader();

    assertWarEndsEachOnce();
    war.reload();
    ClassLoader second = nextLoader();
    assertWarEndsEachOnce();

    assertThat(List.of(first, second)).doesNotContain(Backstop.class.getClassLoader());
    assertThat(second).isNotSameAs(first);
  }

  @Test
  void war_besideAnother_eachEndsItsOwn() throws Exception {
    Path exploded = War.explode(directory, InstalledBy.LISTENER);
    server().addWar("/war", exploded);
    server().addWar("/other", exploded);
    Watched watched = new Watched();
    add("/shop", watched);
    server().start();
    assertThat(nextLoader()).isNotSameAs(nextLoader());

    assertWarEndsEachOnce();
    watched.assertEndsEachOnce(server().port(), "/shop");

    assertThat(told).isEmpty();
    assertThat(watched.outcomes()).hasSize(3);
  }

  /** Starts the server with an exploded application at {@code /war}; returns its class loader. */
  protected ClassLoader startWar(Path exploded) throws Exception {
    server().addWar("/war", exploded);
    server().start();
    return nextLoader();
  }

  /** Asserts that the application at {@code /war} ends what it is asked once, by the wire. */
  protected void assertWarEndsEachOnce() {
    for (String page : List.of("first", "throws", "third")) {
      int status = Watched.get(server().port(), "/war/" + page).status();
      assertThat(status).isEqualTo(page.equals("throws") ? 500 : 200);
      assertThat(next())
          .isEqualTo("/war/" + page + " " + status + " " + sourceInWar() + " COMPLETED");
    }
    assertThat(told).isEmpty();
  }

  /** Returns who tells a web application with its own class loader what the status was. */
  protected StatusSource sourceInWar() {
    return StatusSource.CONTAINER;
  }

  @Test
  void war_reloaded_itsOldBackstopCanBeCollected() throws Exception {
    List<WeakReference<?>> old = reload(InstalledBy.LISTENER);

    awaitCollected(old.get(1));
    assertThat(old.get(0).get() != null).as("old class loader").isEqualTo(reloadPinsClassLoader());
  }

  @Test
  void war_reloadedWithoutBackstop_itsOldClassLoaderCanBeCollected() throws Exception {
    awaitCollected(reload(InstalledBy.NOBODY).get(0));
  }

  /** Returns whether the container keeps a class of Backstop for as long as there is a context. */
  protected boolean reloadPinsClassLoader() {
    return false;
  }

  private List<WeakReference<?>> reload(InstalledBy by) throws Exception {
    WebContext war = server().addWar("/war", War.explode(directory, by));
    List<WeakReference<?>> old = startWar();
    war.reload();
    assertThat(Watched.get(server().port(), "/war/first").status()).isEqualTo(200);
    told.clear();
    return old;
  }

  @ParameterizedTest
  @EnumSource(names = {"LISTENER", "NOBODY"})
  void war_removed_itsClassLoaderCanBeCollected(InstalledBy by) throws Exception {
    awaitCollected(addAndRemove(War.explode(directory, by)).get(0));
  }

  /** A method of its own, so that nothing of it is held by a variable. */
  private List<WeakReference<?>> addAndRemove(Path exploded) throws Exception {
    WebContext war = server().addWar("/war", exploded);
    List<WeakReference<?>> removed = startWar();
    war.remove();
    return removed;
  }

  /** Starts the server; returns the class loader and, where there is one, the Backstop. */
  private List<WeakReference<?>> startWar() throws Exception {
    server().start();
    assertThat(Watched.get(server().port(), "/war/first").status()).isEqualTo(200);
    List<WeakReference<?>> started = new ArrayList<>();
    ((List<?>) next()).forEach(one -> started.add(new WeakReference<>(one)));
    told.clear();
    return started;
  }

  private Object next() {
    await().until(() -> !told.isEmpty());
    return told.remove();
  }

  private ClassLoader nextLoader() {
    return (ClassLoader) ((List<?>) next()).get(0);
  }
}
