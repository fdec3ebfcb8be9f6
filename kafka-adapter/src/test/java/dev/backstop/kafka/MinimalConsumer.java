package dev.backstop.kafka;

import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumes one record; runs where there is nothing but the adapter's own dependencies. */
final class MinimalConsumer {
  private MinimalConsumer() {}

  /** Arguments: bootstrap servers, topic, which is the group too. */
  public static void main(String[] args) {
    BackstopConsumer<?, ?>[] self = new BackstopConsumer<?, ?>[1];
    BackstopConsumer<String, String> consumer =
        BackstopConsumer.builder(
                Map.of(
                    "bootstrap.servers", args[0],
                    "group.id", args[1],
                    "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())
            .topics(args[1])
            .retry(Retry.upTo(2))
            .handler(
                (record, unit) -> {
                  if (unit.attempt() == 1) {
                    throw new IllegalStateException("once");
                  }
                  unit.cleanups().register("say", outcome -> System.out.println(outcome.path()));
                  self[0].close();
                })
            .build();
    self[0] = consumer;
    consumer.run();
    System.out.println(consumer.state());
  }
}
