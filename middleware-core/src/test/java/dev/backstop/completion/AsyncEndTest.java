package dev.backstop.completion;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each event of asynchronous processing means; that containers fire them is tested there. */
class AsyncEndTest {
  private final RecordedExchange recorded = new RecordedExchange();
  private final List<AsyncListener> listeners = new ArrayList<>();
  private final AsyncContext context =
      proxy(
          AsyncContext.class,
          (proxy, method, arguments) -> {
            if (method.getName().equals("addListener")) {
              listeners.add((AsyncListener) arguments[0]);
            }
            return null;
          });
  private final HttpServletRequest request =
      proxy(HttpServletRequest.class, (proxy, method, arguments) -> context);

  private static <T> T proxy(Class<T> type, InvocationHandler calls) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
  }

  private AsyncListener watched() {
    AsyncEnd.watch(recorded.exchange, request);
    assertThat(listeners).hasSize(1);
    return listeners.get(0);
  }

  @Test
  void onComplete_isTheEndOfTheProcessing() throws IOException {
    watched().onComplete(new AsyncEvent(context));

    assertThat(recorded.calls).containsExactly("asyncComplete()");
  }

  @Test
  void onTimeout_isOnlyNoted() throws IOException {
    watched().onTimeout(new AsyncEvent(context));

    assertThat(recorded.calls).containsExactly("timedOut()");
  }

  @Test
  void onError_isOnlyNoted() throws IOException {
    Throwable error = new IllegalStateException("broken");

    watched().onError(new AsyncEvent(context, error));

    assertThat(recorded.calls).containsExactly("asyncError(" + error + ")");
  }

  @Test
  void onError_withoutThrowable_saysNothing() throws IOException {
    watched().onError(new AsyncEvent(context));

    assertThat(recorded.calls).isEmpty();
  }

  @Test
  void watch_completedMeanwhile_isTheEndOfTheProcessing() {
    HttpServletRequest over =
        proxy(
            HttpServletRequest.class,
            (proxy, method, arguments) -> {
              throw new IllegalStateException("not asynchronous");
            });

    AsyncEnd.watch(recorded.exchange, over);

    assertThat(recorded.calls).containsExactly("asyncComplete()");
  }
}
