package dev.backstop.it.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@RestController
class AsyncController {
  private static final byte[] BLOCK = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

  @GetMapping("/callable")
  Callable<String> callable() {
    return () -> "called";
  }

  @GetMapping("/callable-refused")
  Callable<String> callableRefused() {
    return () -> {
      throw new OutOfStockException("of ink");
    };
  }

  @GetMapping("/callable-unhandled")
  Callable<String> callableUnhandled() {
    return () -> {
      throw new IllegalStateException("nobody expected this later");
    };
  }

  @GetMapping("/deferred")
  DeferredResult<String> deferred() {
    DeferredResult<String> result = new DeferredResult<>(60_000L);
    ForkJoinPool.commonPool().execute(() -> result.setResult("deferred"));
    return result;
  }

  @GetMapping("/deferred-refused")
  DeferredResult<String> deferredRefused() {
    DeferredResult<String> result = new DeferredResult<>(60_000L);
    ForkJoinPool.commonPool()
        .execute(() -> result.setErrorResult(new OutOfStockException("of paper")));
    return result;
  }

  @GetMapping("/deferred-late")
  DeferredResult<String> deferredLate() {
    return new DeferredResult<>(100L);
  }

  @GetMapping("/deferred-late-answered")
  DeferredResult<ResponseEntity<String>> deferredLateAnswered() {
    return new DeferredResult<>(
        100L, ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT).body("too late"));
  }

  @GetMapping("/future")
  CompletableFuture<String> future() {
    return CompletableFuture.supplyAsync(() -> "future");
  }

  @GetMapping("/future-refused")
  CompletableFuture<String> futureRefused() {
    return CompletableFuture.supplyAsync(
        () -> {
          throw new OutOfStockException("of glue");
        });
  }

  @GetMapping("/events")
  SseEmitter events() {
    SseEmitter emitter = new SseEmitter(60_000L);
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              try {
                emitter.send("one");
                emitter.send("two");
                emitter.complete();
              } catch (IOException e) {
                emitter.completeWithError(e);
              }
            });
    return emitter;
  }

  @GetMapping("/events-late")
  SseEmitter eventsLate() throws IOException {
    SseEmitter emitter = new SseEmitter(200L);
    emitter.send("one");
    return emitter;
  }

  @GetMapping("/stream-fails")
  StreamingResponseBody streamFails() {
    return body -> {
      body.write(BLOCK);
      body.flush();
      throw new IllegalStateException("the file is broken");
    };
  }

  @GetMapping("/endless")
  StreamingResponseBody endless() {
    return body -> {
      while (true) {
        body.write(BLOCK);
        body.flush();
      }
    };
  }
}
