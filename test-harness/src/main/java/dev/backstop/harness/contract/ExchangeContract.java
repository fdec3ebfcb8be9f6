package dev.backstop.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The contract as a test class: each situation is a test. A container joins with a subclass that
 * starts its server; so does an adapter for a framework, or a completion source of your own.
 *
 * <p>Of each exchange there must be exactly one outcome, log event, span and timer tick; they and
 * the status line that the client read must agree; none may come before the end; and the answer
 * must be, byte for byte, that of a server without Backstop.
 *
 * <p>A whole module, for a container that has no row in our table:
 *
 * <pre>{@code
 * class MyServerContractTest extends ExchangeContract {
 *   @Override
 *   protected ContainerUnderTest container() {
 *     return new ContainerUnderTest() {
 *       @Override
 *       public ContainerFacts facts() {
 *         // name, family, Servlet 6.1, the threads that must never wait for a cleanup
 *         return new ContainerFacts("my-server-3", "my-server", 1, Pattern.compile("my-io-.*"));
 *       }
 *
 *       @Override
 *       public RunningServer start(WebApp app) throws Exception {
 *         MyServer server = MyServer.onFreePort().bufferSize(32 * 1024).ioThreads(1);
 *         app.errorPages().forEach(server::map); // by status() or exception(), to location()
 *         server.beforeStart(app::initialize); // with the ServletContext
 *         server.start();
 *         return new RunningServer() {
 *           @Override
 *           public int port() {
 *             return server.port();
 *           }
 *
 *           @Override
 *           public void stop() {
 *             server.stop();
 *           }
 *         };
 *       }
 *     };
 *   }
 *
 *   @Override
 *   protected Instrument instrument() {
 *     return Instrument.servletApiOnly(); // until Backstop knows a signal of this container
 *   }
 *
 *   @Override
 *   protected Differences differences() {
 *     return Differences.read()
 *         .and(List.of(new Differences.Row(
 *             "sendError_thenThrows", "my-server", "400", "", "", "", "", "the first one stays")));
 *   }
 * }
 * }</pre>
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("this-escape") // these methods make things and read nothing of their test
public abstract class ExchangeContract {
  private final Results results = new Results();
  private final Suite suite = new Suite(container(), instrument(), differences());

  /** For subclasses. */
  protected ExchangeContract() {}

  /** {@return how to start the container} */
  protected abstract ContainerUnderTest container();

  /** {@return what is put to the test; the default is Backstop as it is meant to be used} */
  protected Instrument instrument() {
    return Instrument.backstop();
  }

  /** {@return how containers differ; the default is the table of those that Backstop knows} */
  protected Differences differences() {
    return Differences.read();
  }

  @TestFactory
  @Order(1)
  final Stream<DynamicContainer> situations() {
    return suite.situations().stream()
        .collect(Collectors.groupingBy(Situation::group, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(group -> DynamicContainer.dynamicContainer(group.getKey(), tests(group.getValue())));
  }

  private Stream<DynamicTest> tests(List<Situation> group) {
    return group.stream()
        .map(situation -> DynamicTest.dynamicTest(situation.name(), () -> play(situation)));
  }

  private void play(Situation situation) throws Exception {
    Verdict verdict = suite.play(situation);
    results.add(verdict);
    assertThat(verdict.faults()).as(situation.name()).isEmpty();
  }

  @Test
  @Order(2)
  final void exchanges_openedAndEnded_onceEach() {
    assertThat(suite.faultsAtTheEnd()).isEmpty();
  }

  @Test
  @Order(3)
  final void differences_eachRow_saysSomething() {
    assertThat(differences().idleRows(Situations.all(), container().facts())).isEmpty();
  }

  @AfterAll
  final void stop() throws Exception {
    results.log(container().facts().name(), instrument().name());
    suite.stop();
  }
}
