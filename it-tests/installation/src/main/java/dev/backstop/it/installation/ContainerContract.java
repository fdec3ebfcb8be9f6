package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server of the container for each test, which leaves no thread of Backstop behind. */
public abstract class ContainerContract {
  private final Pages pages = new Pages();
  private ContextServer server;

  ContainerContract() {}

  /** Returns a server of the container, not yet started, on a free port of 127.0.0.1. */
  protected abstract ContextServer newServer() throws Exception;

  /** Returns the server of this test. */
  protected final ContextServer server() {
    return server;
  }

  /** Returns the pages of this test. */
  final Pages pages() {
    return pages;
  }

  /** Adds a context that serves the pages and installs a Backstop with each start. */
  protected final WebContext add(String contextPath, Watched watched) throws Exception {
    return server.add(
        contextPath,
        context -> {
          pages.register(context);
          watched.backstop().install(context);
        });
  }

  @BeforeEach
  final void makeServer() throws Exception {
    server = newServer();
  }

  @AfterEach
  final void stopServer() throws Exception {
    server.stop();
    await().untilAsserted(() -> assertThat(backstopThreads()).isEmpty());
  }

  /** Returns the names of the threads that are Backstop's; those of earlier servers have gone. */
  static List<String> backstopThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("backstop-"))
        .toList();
  }

  static void awaitCollected(WeakReference<?> reference) {
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(reference.get()).isNull();
            });
  }
}
