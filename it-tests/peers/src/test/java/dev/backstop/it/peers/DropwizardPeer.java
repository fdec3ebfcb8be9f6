package dev.backstop.it.peers;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import dev.backstop.harness.contract.UnjudgedExchange;
import io.dropwizard.metrics.servlet.AbstractInstrumentedFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Dropwizard's filter, with a meter for each status where {@code InstrumentedFilter} has six. It
 * keeps no record of a request, so each tick of a meter is one; ticks have no path, and are taken
 * in the order of the exchanges.
 */
final class DropwizardPeer implements Peer {
  private final Records records = new Records();
  private final List<Told> ticks = new ArrayList<>();
  private List<String> playing = List.of();

  @Override
  public void install(ServletContext context) {
    context.setAttribute(EveryStatus.REGISTRY, new Ticking());
    Peer.map(context, new EveryStatus(), EnumSet.of(DispatcherType.REQUEST));
  }

  private static final class EveryStatus extends AbstractInstrumentedFilter {
    private static final String REGISTRY = EveryStatus.class.getName() + ".registry";
    private static final Map<Integer, String> NAMES =
        IntStream.range(100, 600)
            .boxed()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), status -> "of." + status));

    EveryStatus() {
      super(REGISTRY, NAMES, "of.0");
    }
  }

  private final class Ticking extends MetricRegistry {
    @Override
    public Meter meter(String name) {
      String end = name.substring(name.lastIndexOf('.') + 1);
      boolean status = end.matches("[0-9]+");
      return new Meter() {
        @Override
        public void mark() {
          ticked(
              new Told(
                  status ? Integer.parseInt(end) : 0,
                  end.equals("errors") ? Set.of(Told.WITHOUT_CLASS) : Set.of(),
                  System.nanoTime()));
        }
      };
    }
  }

  private synchronized void ticked(Told told) {
    ticks.add(told);
    assign();
  }

  @Override
  public synchronized void played(List<UnjudgedExchange> exchanges) {
    playing = exchanges.stream().map(UnjudgedExchange::path).toList();
    assign();
  }

  /** Gives the ticks since the last situation to its exchanges, in order; the last has the rest. */
  private void assign() {
    if (playing.isEmpty()) {
      return;
    }
    while (!ticks.isEmpty()) {
      String path =
          playing.stream()
              .filter(each -> records.of(each).isEmpty())
              .findFirst()
              .orElse(playing.get(playing.size() - 1));
      records.add(path, ticks.remove(0));
    }
  }

  @Override
  public synchronized void next() {
    playing = List.of();
  }

  /** Longer: a tick that comes when the next situation is played would be taken for its own. */
  @Override
  public Duration patience() {
    return Duration.ofSeconds(3);
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }
}
