package dev.backstop.benchmarks.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A run of several servers in this JVM, which were asked in turn over many short rounds. The first
 * is the bare one, beside which the others are seen: what disturbs a round disturbs all of them.
 */
public final class Comparison {
  private final Rounds rounds;
  private final List<MeasuredServer> servers = new ArrayList<>();
  private final String machine = Machine.line();
  private String processors = "";
  private Cost.PerRequest client = new Cost.PerRequest(0, 0);

  private Comparison(Rounds rounds) {
    this.rounds = rounds;
  }

  /**
   * Starts a server for each variant, asks them all, stops them, and checks what they told.
   *
   * @param variants the bare one first
   */
  public static Comparison run(List<? extends Variant> variants, Rounds rounds) throws Exception {
    Comparison comparison = new Comparison(rounds);
    try {
      for (Variant variant : variants) {
        System.err.println("starting " + variant.title());
        comparison.servers.add(new MeasuredServer(variant, rounds.connections()));
      }
      comparison.ask();
    } finally {
      for (MeasuredServer server : comparison.servers) {
        server.stop();
      }
    }
    comparison.servers.forEach(MeasuredServer::check);
    return comparison;
  }

  private void ask() throws IOException, InterruptedException {
    Progress progress = new Progress("round", rounds.all());
    Cost before = Threads.ofCaller();
    for (int round = 0; round < rounds.all(); round++) {
      if (round == rounds.warmUps()) {
        processors =
            OneProcessor.hold().toString(); // from now on: the compiler's threads need more
      }
      List<MeasuredServer> order = new ArrayList<>(servers);
      Collections.shuffle(order, new Random(round)); // nobody is always the first, or after another
      for (MeasuredServer server : order) {
        if (round < rounds.warmUps()) {
          server.warmUp(rounds.requests());
        } else {
          server.measure(rounds.requests());
        }
      }
      progress.step();
    }
    client = Threads.ofCaller().since(before, rounds.all() * rounds.requests() * servers.size());
  }

  /** Returns the servers, the bare one first. */
  public List<MeasuredServer> servers() {
    return servers;
  }

  Rounds rounds() {
    return rounds;
  }

  /** Returns the machine, as it was before threads were held on a part of it. */
  String machine() {
    return machine;
  }

  /** Returns where the threads ran. */
  String processors() {
    return processors;
  }

  /** Returns what a request cost the client. */
  Cost.PerRequest client() {
    return client;
  }

  /** Returns the server of a variant. */
  public MeasuredServer server(Variant variant) {
    return servers.stream()
        .filter(server -> server.variant() == variant)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    variant.title() + " was not measured; name it, or none"));
  }

  /** Returns what a variant costs beside the bare one. */
  public Figures figures(Variant variant) {
    return figures(variant, servers.get(0).variant());
  }

  /** Returns what a variant costs beside another one. */
  public Figures figures(Variant variant, Variant other) {
    return Figures.of(server(variant), server(other));
  }
}
