package dev.backstop.harness.contract;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the client and the application of one exchange tell each other, past the socket.
 *
 * <p>Thread-safe.
 */
final class Probe {
  static final String HEADER = "X-Path";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String path;
  private final ContainerFacts facts;
  private final boolean instrumented;
  private final AtomicLong lastAction = new AtomicLong(System.nanoTime());
  private final AtomicLong cleanedUp = new AtomicLong();
  private final AtomicReference<@Nullable HttpServletResponse> keptResponse =
      new AtomicReference<>();
  private final AtomicReference<@Nullable CleanupRegistry> kept = new AtomicReference<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<@Nullable CountDownLatch> gate = new AtomicReference<>();
  private final Map<String, CountDownLatch> signals = new ConcurrentHashMap<>();
  private final List<Throwable> raised = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  Probe(String path, ContainerFacts facts, boolean instrumented) {
    this.path = path;
    this.facts = facts;
    this.instrumented = instrumented;
  }

  /** Work of the application on a thread of its own. */
  interface Task {
    void run() throws Exception;
  }

  static Probe of(HttpServletRequest request) {
    Probes probes = (Probes) request.getServletContext().getAttribute(Probes.class.getName());
    return probes.at(request.getHeader(HEADER));
  }

  /** The path of the request, which no other exchange has. */
  String path() {
    return path;
  }

  ContainerFacts facts() {
    return facts;
  }

  /** Notes that the exchange has not ended yet: it is about to be answered, at the earliest. */
  void last() {
    lastAction.accumulateAndGet(System.nanoTime(), Math::max);
  }

  long lastActionNanos() {
    return lastAction.get();
  }

  boolean isInstrumented() {
    return instrumented;
  }

  /** Notes that the slow cleanup has finished. */
  void cleanedUp() {
    cleanedUp.set(System.nanoTime());
  }

  long cleanedUpNanos() {
    return cleanedUp.get();
  }

  private CountDownLatch latch(String name) {
    return signals.computeIfAbsent(name, ignored -> new CountDownLatch(1));
  }

  void signal(String name) {
    latch(name).countDown();
  }

  /** Waits for a signal; an AssertionError where it does not come. */
  void await(String name) {
    try {
      if (!latch(name).await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("'" + name + "' was not signalled in " + path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted before '" + name + "' in " + path, e);
    }
  }

  boolean isSignalled(String name) {
    return latch(name).getCount() == 0;
  }

  /** A dispatch begins: from now on, work elsewhere waits until it has left all filters. */
  CountDownLatch enterGatedDispatch() {
    CountDownLatch left = new CountDownLatch(1);
    gate.set(left);
    return left;
  }

  /** Returns work for a thread of the container that waits as work elsewhere does. */
  Runnable gated(Runnable task) {
    CountDownLatch left = gate.get();
    return () -> {
      try {
        if (left != null) {
          left.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      task.run();
    };
  }

  /** Runs work on another thread; what it throws is kept. */
  void elsewhere(Task task) {
    CountDownLatch left = gate.get();
    busy.incrementAndGet();
    Thread thread =
        new Thread(
            () -> {
              try {
                if (left != null) {
                  left.await();
                }
                task.run();
              } catch (Throwable t) {
                raised.add(t);
              }
              busy.decrementAndGet();
              signal("elsewhere done");
            },
            "elsewhere" + path);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs work on another thread and waits until it is done. */
  void elsewhereAndWait(Task task) {
    gate.set(null);
    elsewhere(task);
    await("elsewhere done");
  }

  /** Returns whether work elsewhere is going on. */
  boolean isBusy() {
    return busy.get() > 0;
  }

  /** Keeps what the application caught. */
  void caught(Throwable throwable) {
    raised.add(throwable);
  }

  List<Throwable> raised() {
    return raised;
  }

  /** Keeps a word, for a situation that looks at an order. */
  void note(String word) {
    notes.add(word);
  }

  List<String> notes() {
    return notes;
  }

  /** Returns the exchange's registry; on the server without Backstop one that nobody unwinds. */
  CleanupRegistry cleanups(HttpServletRequest request) {
    return instrumented ? Exchange.of(request).cleanups() : new CleanupRegistry();
  }

  /** Keeps a registry for after the end. */
  void keep(CleanupRegistry cleanups) {
    kept.set(cleanups);
  }

  CleanupRegistry kept() {
    return Objects.requireNonNull(kept.get(), "nothing was kept");
  }

  /** Keeps a response for after the end. */
  void keep(HttpServletResponse response) {
    keptResponse.set(response);
  }

  HttpServletResponse keptResponse() {
    return Objects.requireNonNull(keptResponse.get(), "nothing was kept");
  }

  /** Records an error as handled, where there is an exchange. */
  void recordError(HttpServletRequest request, Throwable error) {
    if (instrumented) {
      Exchange.of(request).recordError(error);
    }
  }

  /** Waits, bounded, until a write fails: the client has gone away. */
  void writeUntilItFails(ServletOutputStream out) throws IOException {
    byte[] block = new byte[64 * 1024];
    for (long written = 0; written < 256L << 20; written += block.length) {
      out.write(block);
      out.flush();
    }
    throw new AssertionError("256 MB went to a client that has gone away, in " + path);
  }
}
