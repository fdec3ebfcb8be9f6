// tag::app[]
package shop;

import dev.backstop.kafka.BackstopConsumer;
import dev.backstop.kafka.Retry;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class Shop {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shop.class);

  public static void main(String[] args) {
    Map<String, Object> configuration =
        Map.of(
            "bootstrap.servers", System.getProperty("bootstrap", "127.0.0.1:9092"),
            "group.id", "shop",
            "auto.offset.reset", "earliest",
            "key.deserializer", StringDeserializer.class,
            "value.deserializer", StringDeserializer.class);
    BackstopConsumer<String, String> consumer =
        BackstopConsumer.<String, String>builder(configuration)
            .topics("orders")
            .handler(
                (record, unit) -> {
                  unit.cleanups()
                      .register("audit", outcome -> LOGGER.info("audited {}", outcome.ending()));
                  LOGGER.info("order {}", Integer.parseInt(record.value()));
                })
            .retry(Retry.upTo(3).backoff(Duration.ofMillis(200), Duration.ofSeconds(5)))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(consumer::close)); // the offsets of what is done
    consumer.start();
  }
}
// end::app[]
