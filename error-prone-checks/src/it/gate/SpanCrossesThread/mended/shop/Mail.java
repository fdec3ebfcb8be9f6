package shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.Executor;

class Mail {
  private final Executor executor;

  Mail(Executor executor) {
    this.executor = executor;
  }

  void send(String text) {
    Runnable task = () -> Span.current().setAttribute("mail.length", text.length());
    executor.execute(Context.current().wrap(task));
  }
}
