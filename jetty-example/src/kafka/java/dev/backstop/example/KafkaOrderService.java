package dev.backstop.example;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The order service, with its orders sent to Kafka and read there. */
final class KafkaOrderService {
  private KafkaOrderService() {}

  /**
   * Starts the service and waits for its end, which Ctrl-C brings.
   *
   * @param arguments none; {@code -Dport=} sets the port, {@code -Dbootstrap=} the brokers, which
   *     have a topic {@code orders}; without it one starts within this process
   */
  public static void main(String[] arguments) throws Exception {
    String bootstrap = System.getProperty("bootstrap");
    @Nullable DemoBroker broker = bootstrap == null ? DemoBroker.start() : null;
    String servers = broker == null ? String.valueOf(bootstrap) : broker.bootstrapServers();
    try {
      Settings settings =
          Settings.of(System.getProperty("port"), System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"));
      OrderService service =
          OrderService.start(settings, telemetry -> new KafkaOrders(servers, telemetry));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(service, broker), "shutdown"));
      System.out.println(Banner.of(service.baseUri(), settings));
      System.out.println(
          "Orders go through Kafka, " + servers + ": POST one, and follow its trace in the log.");
      new CountDownLatch(1).await();
    } catch (StartException e) {
      System.err.println(e.getMessage());
      if (broker != null) {
        broker.close();
      }
      System.exit(1);
    }
  }

  private static void close(OrderService service, @Nullable DemoBroker broker) {
    service.close();
    if (broker != null) {
      broker.close();
    }
  }
}
