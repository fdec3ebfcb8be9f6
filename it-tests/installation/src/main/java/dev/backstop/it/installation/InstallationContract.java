package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.backstop.Backstop;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.StatusSource;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What installing promises, in whatever container: a start, a reload and a stop of a context double
 * nothing and leave nothing behind, contexts and Backstops do not disturb each other, and what is
 * installed too late says so.
 */
public abstract class InstallationContract extends ContainerContract {
  /** Makes the contract. */
  protected InstallationContract() {}

  // One context --------------------------------------------------------------------------------

  @Test
  void start_installed_endsEachExchangeOnceByTheContainersSignal() throws Exception {
    Watched watched = new Watched();
    add("/shop", watched);
    server().start();

    watched.assertEndsEachOnce(server().port(), "/shop");

    assertThat(watched.outcomes())
        .allSatisfy(
            outcome -> {
              assertThat(outcome.statusSource()).isEqualTo(StatusSource.CONTAINER);
              assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
            });
  }

  @Test
  void start_rootContext_endsEachExchangeOnce() throws Exception {
    Watched watched = new Watched();
    add("", watched);
    server().start();

    watched.assertEndsEachOnce(server().port(), "");
  }

  @Test
  void reload_sameBackstop_endsEachExchangeOnce() throws Exception {
    Watched watched = new Watched();
    WebContext context = add("/shop", watched);
    server().start();

    for (int reloads = 0; reloads < 3; reloads++) {
      watched.assertEndsEachOnce(server().port(), "/shop");
      context.reload();
    }
    watched.assertEndsEachOnce(server().port(), "/shop");

    assertThat(watched.outcomes())
        .allMatch(outcome -> outcome.statusSource() == StatusSource.CONTAINER);
  }

  @Test
  void reload_newBackstopWithEachStart_onlyTheNewestEndsExchanges() throws Exception {
    List<Watched> made = new ArrayList<>();
    WebContext context = addWithNewBackstopEachTime(made);
    server().start();
    made.get(0).assertEndsEachOnce(server().port(), "/shop");
    int before = made.get(0).outcomes().size();

    context.reload();
    context.reload();

    made.get(2).assertEndsEachOnce(server().port(), "/shop");
    assertThat(made.get(0).outcomes()).hasSize(before);
    assertThat(made.get(1).outcomes()).isEmpty();
    assertThat(made).hasSize(3);
  }

  private WebContext addWithNewBackstopEachTime(List<Watched> made) throws Exception {
    return server()
        .add(
            "/shop",
            context -> {
              pages().register(context);
              Watched watched = new Watched();
              made.add(watched);
              watched.backstop().install(context);
            });
  }

  @Test
  void reload_newBackstopWithEachStart_theOldOneCanBeCollected() throws Exception {
    List<Watched> made = new ArrayList<>();
    WebContext context = addWithNewBackstopEachTime(made);
    server().start();
    made.get(0).assertEndsEachOnce(server().port(), "/shop");
    WeakReference<Backstop> old = new WeakReference<>(made.get(0).backstop());

    context.reload();
    made.remove(0);
    made.get(0).assertEndsEachOnce(server().port(), "/shop");

    awaitCollected(old);
  }

  @Test
  void stop_noExchangeIsOpen_theWatchdogStops() throws Exception {
    Watched watched = new Watched();
    WebContext context = add("/shop", watched);
    server().start();
    watched.assertEndsEachOnce(server().port(), "/shop");
    assertThat(backstopThreads()).hasSize(1);

    context.stop();

    await().untilAsserted(() -> assertThat(backstopThreads()).isEmpty());
  }

  @Test
  void stop_thenStart_endsEachExchangeOnce() throws Exception {
    Watched watched = new Watched();
    WebContext context = add("/shop", watched);
    server().start();
    watched.assertEndsEachOnce(server().port(), "/shop");
    int before = watched.outcomes().size();

    context.stop();
    assertThat(Watched.get(server().port(), "/shop/first").status()).isGreaterThanOrEqualTo(400);
    assertThat(watched.outcomes()).hasSize(before); // the context was not there to be asked
    context.start();

    watched.assertEndsEachOnce(server().port(), "/shop");
  }

  @Test
  void stop_exchangeIsOpen_endsItOnceAsUnfinished() throws Exception {
    Watched watched = new Watched();
    WebContext context = add("/shop", watched);
    server().start();
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      client.send("GET /shop/open HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await().until(() -> !pages().open.isEmpty());

      context.stop();
      watched.await(1);
    }
    context.start();
    watched.assertEndsEachOnce(server().port(), "/shop");

    Outcome open = watched.outcomes().get(0);
    assertThat(open.path()).isEqualTo("/shop/open");
    assertThat(open.ending()).isEqualTo(Ending.UNFINISHED);
    assertThat(watched.outcomes()).hasSize(4);
  }

  @Test
  void install_twice_isOneInstallationAndAWarning() throws Exception {
    Watched watched = new Watched();
    server()
        .add(
            "/shop",
            context -> {
              pages().register(context);
              watched.backstop().install(context);
              watched.backstop().install(context);
            });
    List<String> warnings = new ArrayList<>();

    listenForWarnings(
        warnings,
        () -> {
          server().start();
          watched.assertEndsEachOnce(server().port(), "/shop");
        });

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("already installed", "'/shop'", "remove it");
  }

  private static void listenForWarnings(List<String> warnings, ThrowingRunnable body)
      throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.backstop");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.setAdditive(false);
    logger.addAppender(appender);
    try {
      body.run();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    } finally {
      logger.detachAppender(appender);
      logger.setAdditive(true);
    }
    appender.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .forEach(event -> warnings.add(event.getFormattedMessage()));
  }

  @Test
  void install_afterTheStart_saysWhereToCallIt() throws Exception {
    WebContext context = server().add("/shop", pages()::register);
    server().start();
    Backstop late = new Watched().backstop();

    assertThatThrownBy(() -> late.install(context.servletContext()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "install() came too late",
            "'/shop'",
            "ServletContextListener.contextInitialized",
            "ServletContainerInitializer.onStartup",
            "before the server starts");
    assertThat(Watched.get(server().port(), "/shop/first").status()).isEqualTo(200);
  }

  // Several ------------------------------------------------------------------------------------

  @Test
  void contexts_oneBackstop_endsTheExchangesOfBoth() throws Exception {
    Watched watched = new Watched();
    WebContext shop = add("/shop", watched);
    add("/stock", watched);
    server().start();

    watched.assertEndsEachOnce(server().port(), "/shop");
    watched.assertEndsEachOnce(server().port(), "/stock");
    assertThat(backstopThreads()).hasSize(1);
    shop.stop();
    watched.assertEndsEachOnce(server().port(), "/stock");
    assertThat(backstopThreads()).hasSize(1); // it still watches over the other
    shop.start();
    watched.assertEndsEachOnce(server().port(), "/shop");
  }

  @Test
  void contexts_oneBackstopOneStops_theOpenExchangeOfTheOtherStaysOpen() throws Exception {
    Watched watched = new Watched();
    WebContext shop = add("/shop", watched);
    add("/stock", watched);
    server().start();
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      client.send("GET /stock/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      await().until(() -> !pages().open.isEmpty());

      shop.stop();
      assertThat(watched.outcomes()).isEmpty();
      pages().open.get(0).complete();

      assertThat(client.read("GET").status()).isEqualTo(200);
      assertThat(watched.await(1))
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED));
    }
  }

  @Test
  void contexts_aBackstopEach_eachEndsItsOwn() throws Exception {
    Watched ofShop = new Watched();
    Watched ofStock = new Watched();
    WebContext shop = add("/shop", ofShop);
    add("/stock", ofStock);
    server().start();

    ofShop.assertEndsEachOnce(server().port(), "/shop");
    ofStock.assertEndsEachOnce(server().port(), "/stock");
    shop.reload();
    ofShop.assertEndsEachOnce(server().port(), "/shop");
    ofStock.assertEndsEachOnce(server().port(), "/stock");

    assertThat(ofShop.outcomes()).hasSize(6).allMatch(one -> one.path().startsWith("/shop/"));
    assertThat(ofStock.outcomes()).hasSize(6).allMatch(one -> one.path().startsWith("/stock/"));
  }

  @Test
  void context_twoBackstops_bothEndEachExchangeOnce() throws Exception {
    Watched first = new Watched();
    Watched second = new Watched();
    WebContext shop =
        server()
            .add(
                "/shop",
                context -> {
                  pages().register(context);
                  first.backstop().install(context);
                  second.backstop().install(context);
                });
    server().start();

    first.assertEndsEachOnce(server().port(), "/shop");
    assertThat(second.await(3)).hasSize(3);
    shop.reload();
    first.assertEndsEachOnce(server().port(), "/shop");

    assertThat(second.await(6)).hasSize(6);
    assertThat(second.outcomes())
        .allMatch(outcome -> outcome.statusSource() == StatusSource.CONTAINER);
  }
}
