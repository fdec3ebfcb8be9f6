package dev.backstop.harness.stress;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client with one connection at a time, which makes visits until there are no more. */
final class Visitor implements Runnable {
  private static final int UPLOAD = 20_000;
  private static final int SMALL_WINDOW = 16 * 1024;

  private final int port;
  private final Ledger ledger;
  private final AtomicInteger next;
  private @Nullable RawHttpClient connection;

  Visitor(int port, Ledger ledger, AtomicInteger next) {
    this.port = port;
    this.ledger = ledger;
    this.next = next;
  }

  @Override
  public void run() {
    for (int number = next.getAndIncrement();
        number < ledger.visits();
        number = next.getAndIncrement()) {
      Visit visit = ledger.visit(number);
      try {
        make(visit);
      } catch (RuntimeException | Error e) {
        ledger.fault(visit, "the client failed: " + e);
        close();
      }
    }
    close();
  }

  private void make(Visit visit) {
    if (visit.kind() == VisitKind.HUGE) {
      close();
      connection = RawHttpClient.connect(port, SMALL_WINDOW);
    } else if (connection == null) {
      connection = RawHttpClient.connect(port);
    }
    RawHttpClient client = connection;
    byte[] head = headOf(visit);
    boolean uploads = visit.kind().method().equals("POST");
    Leaving leaving =
        visit.leaving() == Leaving.IN_UPLOAD && !uploads ? Leaving.AFTER_REQUEST : visit.leaving();
    if (leaving == Leaving.IN_HEAD) {
      client.trySend(Arrays.copyOf(head, head.length / 2));
      leave(visit, client);
      return;
    }
    client.trySend(head);
    if (uploads) {
      client.trySend(new byte[leaving == Leaving.IN_UPLOAD ? UPLOAD / 2 : UPLOAD]);
    }
    switch (leaving) {
      case IN_UPLOAD, AFTER_REQUEST -> leave(visit, client);
      case IN_ANSWER -> {
        ledger.read(visit, client.readPrefix(visit.kind().method(), visit.readBytes()));
        goAway(visit, client);
      }
      case HALF_CLOSES -> {
        finishSending(client);
        ledger.read(visit, client.read(visit.kind().method()));
        close();
      }
      default -> {
        RawResponse answer = client.read(visit.kind().method());
        ledger.read(visit, answer);
        if (!answer.isComplete() || "close".equalsIgnoreCase(answer.header("Connection"))) {
          close();
        }
      }
    }
  }

  private static byte[] headOf(Visit visit) {
    boolean uploads = visit.kind().method().equals("POST");
    return (visit.kind().method()
            + " "
            + visit.path()
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + (uploads ? "Content-Length: " + UPLOAD + "\r\n" : "")
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void leave(Visit visit, RawHttpClient client) {
    goAway(visit, client);
    ledger.leftWithoutReading();
  }

  private void goAway(Visit visit, RawHttpClient client) {
    if (visit.leavesByReset()) {
      client.reset();
    } else {
      client.close();
    }
    connection = null;
  }

  private static void finishSending(RawHttpClient client) {
    try {
      client.finishSending();
    } catch (RuntimeException closed) {
      // The server was faster.
    }
  }

  private void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
