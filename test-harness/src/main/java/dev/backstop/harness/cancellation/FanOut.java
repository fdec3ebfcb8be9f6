package dev.backstop.harness.cancellation;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.cancellation.CancelReason;
import dev.backstop.cancellation.ChildCancellation;
import dev.backstop.harness.RawHttpClient;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A web application that asks itself: {@value #PATH} sends many requests in a loop, each with a
 * child of its own and a cleanup of its own, and answers with what came of them, one line each.
 */
final class FanOut {
  static final String PATH = "/fan-out";
  static final int SUB_REQUESTS = 50;
  private static final String SUB = "/sub/";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<Integer, AsyncContext> arrived = new ConcurrentHashMap<>();
  private final Map<Integer, ChildCancellation> children = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<String>> answers = new ConcurrentHashMap<>();
  private final List<Cleaned> cleaned = new CopyOnWriteArrayList<>();
  private volatile @Nullable CompletableFuture<Void> answered;
  private volatile @Nullable CancelReason reasonAtTheAnswer;

  /**
   * What one cleanup saw.
   *
   * @param id bound when it was registered
   * @param reason of the child that was bound with it
   */
  record Cleaned(int id, @Nullable CancelReason reason, int status) {}

  void initialize(ServletContext context, Backstop backstop) {
    backstop.install(context);
    ServletRegistration.Dynamic servlet = context.addServlet("fan-out", new Application());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
  }

  private final class Application extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      async.setTimeout(RawHttpClient.PATIENCE.toMillis());
      String path = request.getRequestURI();
      if (path.startsWith(SUB)) {
        arrived.put(Integer.valueOf(path.substring(SUB.length())), async);
      } else {
        fanOut(Exchange.of(request), request.getLocalPort(), async);
      }
    }
  }

  private void fanOut(Exchange exchange, int port, AsyncContext async) {
    List<CompletableFuture<?>> settled = new ArrayList<>();
    for (int id = 0; id < SUB_REQUESTS; id++) {
      int bound = id;
      ChildCancellation child = exchange.cancellation().child("sub-" + id);
      exchange
          .cleanups()
          .register(
              "sub", outcome -> cleaned.add(new Cleaned(bound, child.reason(), outcome.status())));
      HttpRequest sub =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + SUB + id)).build();
      CompletableFuture<HttpResponse<String>> sent =
          client.sendAsync(sub, HttpResponse.BodyHandlers.ofString());
      child.onCancel("sub", () -> sent.cancel(true));
      // A future of our own: that of the client ends as failed when it is cancelled.
      CompletableFuture<String> answer = child.cancelling(new CompletableFuture<String>());
      settled.add(sent.handle((given, failure) -> pass(given, failure, answer)));
      children.put(id, child);
      answers.put(id, answer);
      settled.add(answer.handle((given, failure) -> close(child)));
    }
    answered =
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new))
            .thenRun(() -> answer(exchange, async));
  }

  private static boolean pass(
      @Nullable HttpResponse<String> given,
      @Nullable Throwable failure,
      CompletableFuture<String> answer) {
    return given == null
        ? answer.completeExceptionally(Objects.requireNonNull(failure))
        : answer.complete(given.body());
  }

  private static boolean close(ChildCancellation child) {
    child.close();
    return child.isCancelled();
  }

  private void answer(Exchange exchange, AsyncContext async) {
    reasonAtTheAnswer = exchange.cancellation().reason();
    StringBuilder lines = new StringBuilder();
    for (int id = 0; id < SUB_REQUESTS; id++) {
      lines.append(id).append(' ').append(outcomeOf(id)).append('\n');
    }
    try {
      async.getResponse().getOutputStream().print(lines.toString());
    } catch (IOException e) {
      exchange.recordError(e);
    }
    async.complete();
  }

  private String outcomeOf(int id) {
    CompletableFuture<String> answer = answers.get(id);
    if (answer == null || answer.isCancelled()) {
      return "cancelled";
    }
    return answer.isCompletedExceptionally() ? "failed" : answer.join();
  }

  // What the test does -------------------------------------------------------------------------

  /** Waits until every sub-request is under way, cancels one, and then lets the others answer. */
  void cancelOneAndAnswerTheRest(int cancelled) throws IOException {
    Awaitility.await("all sub-requests")
        .atMost(RawHttpClient.PATIENCE)
        .until(() -> arrived.size() == SUB_REQUESTS && children.size() == SUB_REQUESTS);
    if (!childOf(cancelled).cancel()) {
      throw new AssertionError("child " + cancelled + " was cancelled before");
    }
    for (Map.Entry<Integer, AsyncContext> sub : arrived.entrySet()) {
      AsyncContext async = sub.getValue();
      if (sub.getKey() != cancelled) {
        async.getResponse().getOutputStream().print("answer " + sub.getKey());
      }
      CancelSituation.completeUnlessEnded(async);
    }
  }

  private ChildCancellation childOf(int id) {
    ChildCancellation child = children.get(id);
    if (child == null) {
      throw new AssertionError("no child " + id);
    }
    return child;
  }

  /** Returns what the cleanups saw, in the order of their running. */
  List<Cleaned> cleaned() {
    return cleaned;
  }

  /** Returns the reason of the whole exchange when it answered; null where there was none. */
  @Nullable CancelReason reasonAtTheAnswer() {
    Stage.await(Objects.requireNonNull(answered)); // what failed on its way there is thrown
    return reasonAtTheAnswer;
  }
}
