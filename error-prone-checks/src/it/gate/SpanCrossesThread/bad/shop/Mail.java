package shop;

import io.opentelemetry.api.trace.Span;
import java.util.concurrent.Executor;

class Mail {
  private final Executor executor;

  Mail(Executor executor) {
    this.executor = executor;
  }

  void send(String text) {
    executor.execute(() -> Span.current().setAttribute("mail.length", text.length())); // blocked: SpanCrossesThread
  }
}
