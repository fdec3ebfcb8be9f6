package dev.backstop.harness.contract;

import dev.backstop.harness.RawHttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The client's side of a situation: it makes requests, and remembers what it read. */
final class Wire {
  private final int port;
  private final String situation;
  private final ContainerFacts facts;
  private final boolean instrumented;
  private final Probes probes;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Observed> observed = new CopyOnWriteArrayList<>();

  Wire(int port, String situation, ContainerFacts facts, boolean instrumented, Probes probes) {
    this.port = port;
    this.situation = situation;
    this.facts = facts;
    this.instrumented = instrumented;
    this.probes = probes;
  }

  /** A GET of the situation's servlet, of an exchange of its own. */
  WireRequest get() {
    return request("GET");
  }

  /** A request of the situation's servlet, of an exchange of its own. */
  WireRequest request(String method) {
    Probe probe = new Probe("/" + situation + "/" + count.getAndIncrement(), facts, instrumented);
    probes.add(probe);
    return new WireRequest(this, method, probe);
  }

  /** A new connection. */
  RawHttpClient connect() {
    return RawHttpClient.connect(port);
  }

  /** A new connection over which little fits that the client has not read. */
  RawHttpClient connectNarrow() {
    return RawHttpClient.connect(port, 4 * 1024);
  }

  void saw(Observed exchange) {
    observed.add(exchange);
  }

  List<Observed> observed() {
    return observed;
  }
}
