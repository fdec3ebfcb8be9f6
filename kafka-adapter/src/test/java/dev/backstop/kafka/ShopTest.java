package dev.backstop.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import shop.Shop;

/** The application of docs/index.md, started as its user would. */
class ShopTest {
  @Test
  void shop_handlesAndAuditsWhatCame() throws Exception {
    List<String> logged = new CopyOnWriteArrayList<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Shop.class);
    logger.setLevel(Level.INFO);
    logger.addAppender(lines(logged));
    Broker broker = Broker.shared();
    broker.create("orders", 1);
    System.setProperty("bootstrap", broker.bootstrapServers());

    Shop.main(new String[0]);
    try (KafkaProducer<String, String> producer = broker.producer()) {
      producer.send(new ProducerRecord<>("orders", "7")).get();
    }

    await().until(() -> logged.size() >= 2);
    assertThat(logged).containsExactly("order 7", "audited COMPLETED");
  }

  private static AppenderBase<ILoggingEvent> lines(List<String> logged) {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage());
          }
        };
    appender.start();
    return appender;
  }
}
