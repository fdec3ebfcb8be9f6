package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Starts a shop as its user would, and asks it over a socket. */
class ShopTest {
  private final List<String> logged = new CopyOnWriteArrayList<>();

  @Test
  void shop_logsAndAuditsWhatTheClientRead() throws Exception {
    int port = freePort();
    System.setProperty("port", String.valueOf(port));
    Class.forName("shop.Shop").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    listen("dev.backstop.access");
    listen("shop");

    assertThat(statusOf(port, "/orders/7")).isEqualTo("200");
    assertThat(statusOf(port, "/orders/x")).isEqualTo("500");

    await().until(() -> logged.size() == 4);
    assertThat(logged).filteredOn(line -> line.equals("audited 200")).hasSize(1);
    assertThat(logged).filteredOn(line -> line.equals("audited 500")).hasSize(1);
    assertThat(logged).filteredOn(line -> line.startsWith("\"GET /orders/7\" 200, ")).hasSize(1);
    assertThat(logged).filteredOn(line -> line.startsWith("\"GET /orders/x\" 500, ")).hasSize(1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String statusOf(int port, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.split(" ", 3)[1];
    }
  }

  private void listen(String name) {
    Logger logger = (Logger) LoggerFactory.getLogger(name);
    AppenderBase<ILoggingEvent> lines =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage());
          }
        };
    lines.start();
    logger.addAppender(lines);
  }
}
