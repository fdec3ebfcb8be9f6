package dev.backstop.harness.stress;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** What a server does with a visit. */
enum VisitKind {
  /** A few bytes. */
  SMALL(30) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      write(response, 100);
    }
  },
  /** A body of known length, larger than any buffer of the container. */
  LARGE(5) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      response.setContentLength(200_000);
      write(response, 200_000);
    }
  },
  /** A body of unknown length, flushed often. */
  STREAMED(5) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      for (int i = 0; i < 10; i++) {
        write(response, 2000);
        response.flushBuffer();
      }
    }
  },
  /** More than all buffers between the two hold, for a client that leaves. */
  HUGE(1) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      write(response, 12 * 1024 * 1024);
    }

    @Override
    boolean alwaysLeaves() {
      return true;
    }
  },
  /** As much as the system's buffers hold, all of it after the servlet has returned. */
  BUFFERED(2) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      response.setBufferSize(128 * 1024);
      write(response, 100_000);
    }
  },
  /** No body. */
  NO_CONTENT(3) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      response.setStatus(204);
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  /** A body that is not sent. */
  HEAD(3) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      write(response, 1000);
    }

    @Override
    String method() {
      return "HEAD";
    }
  },
  /** The error page of the container, or ours for 503. */
  SEND_ERROR(6) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.sendError(Math.max(400, visit.status()));
    }
  },
  REDIRECT(2) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.sendRedirect("/elsewhere");
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  /** An exception, a wrapped one, or an error, before anything was sent. */
  THROWS(4) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws ServletException {
      switch (visit.number() % 3) {
        case 0 -> throw new IllegalStateException("visit " + visit.number());
        case 1 -> throw new ServletException(new IllegalStateException("visit " + visit.number()));
        default -> throw new AssertionError("visit " + visit.number());
      }
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  /** An exception after a part of the body was sent. */
  COMMITS_AND_THROWS(3) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      response.setStatus(visit.status());
      write(response, 1000);
      response.flushBuffer();
      throw new IllegalStateException("visit " + visit.number());
    }
  },
  UPLOAD(8) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      int bytes = request.getInputStream().readAllBytes().length;
      response.setStatus(visit.status());
      write(response, bytes / 100);
    }

    @Override
    String method() {
      return "POST";
    }
  },
  /** An upload that nobody reads. */
  UPLOAD_REFUSED(2) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      response.setStatus(413);
    }

    @Override
    String method() {
      return "POST";
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  ASYNC_COMPLETE(8) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      AsyncContext context = request.startAsync();
      pool.execute(
          () -> {
            respond(context, visit.status(), 100);
            complete(context);
          });
    }
  },
  ASYNC_STREAMED(4) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      AsyncContext context = request.startAsync(request, response);
      pool.execute(
          () -> {
            respond(context, visit.status(), 150_000);
            complete(context);
          });
    }
  },
  /** Completed before the servlet has returned. */
  ASYNC_AT_ONCE(2) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      AsyncContext context = request.startAsync();
      respond(context, visit.status(), 100);
      complete(context);
    }
  },
  ASYNC_DISPATCH(4) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        AsyncContext context = request.startAsync(request, response);
        pool.execute(() -> dispatch(context, visit));
      } else {
        response.setStatus(visit.status());
        write(response, 100);
      }
    }
  },
  ASYNC_DISPATCH_THROWS(2) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        AsyncContext context = request.startAsync();
        pool.execute(() -> dispatch(context, visit));
      } else {
        throw new IllegalStateException("visit " + visit.number());
      }
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  /** Nobody answers: the container does. */
  ASYNC_TIMEOUT(1) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      request.startAsync().setTimeout(TIMEOUT_MILLIS);
    }

    @Override
    boolean setsStatus() {
      return false;
    }
  },
  ASYNC_TIMEOUT_ANSWERED(1) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool) {
      AsyncContext context = request.startAsync();
      context.setTimeout(TIMEOUT_MILLIS);
      context.addListener(
          new OnTimeout(
              () -> {
                respond(context, visit.status(), 100);
                complete(context);
              }));
    }
  },
  ASYNC_TIMEOUT_DISPATCHED(1) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(TIMEOUT_MILLIS);
        context.addListener(new OnTimeout(() -> dispatch(context, visit)));
      } else {
        response.setStatus(visit.status());
        write(response, 100);
      }
    }
  },
  NON_BLOCKING(3) {
    @Override
    void handle(
        Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
        throws IOException {
      AsyncContext context = request.startAsync();
      response.setStatus(visit.status());
      ServletOutputStream out = response.getOutputStream();
      out.setWriteListener(new Blocks(context, out, 40));
    }
  };

  /** Jetty loses one that passes before its own thread has noted it, as 50 ms did under load. */
  private static final long TIMEOUT_MILLIS = 400;

  private static final List<VisitKind> BY_WEIGHT = new ArrayList<>();

  static {
    for (VisitKind kind : values()) {
      for (int i = 0; i < kind.weight; i++) {
        BY_WEIGHT.add(kind);
      }
    }
  }

  private final int weight;

  VisitKind(int weight) {
    this.weight = weight;
  }

  static VisitKind anyOf(SplittableRandom random) {
    return BY_WEIGHT.get(random.nextInt(BY_WEIGHT.size()));
  }

  /** Serves one dispatch of a visit. */
  abstract void handle(
      Visit visit, HttpServletRequest request, HttpServletResponse response, Executor pool)
      throws ServletException, IOException;

  String method() {
    return "GET";
  }

  /** Returns whether its status is that of the visit. */
  boolean setsStatus() {
    return true;
  }

  /** Returns whether each of its clients leaves. */
  boolean alwaysLeaves() {
    return false;
  }

  private static void write(HttpServletResponse response, int bytes) throws IOException {
    byte[] block = new byte[Math.min(bytes, 8192)];
    ServletOutputStream out = response.getOutputStream();
    for (int left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, Math.min(left, block.length));
    }
  }

  private static void respond(AsyncContext context, int status, int bytes) {
    try {
      HttpServletResponse response = (HttpServletResponse) context.getResponse();
      response.setStatus(status);
      write(response, bytes);
    } catch (IOException | IllegalStateException | NullPointerException gone) {
      // The client has left, and each container tells it in its own way.
    }
  }

  private static void complete(AsyncContext context) {
    try {
      context.complete();
    } catch (IllegalStateException | NullPointerException gone) {
      // The client has left, and the container has ended it.
    }
  }

  private static void dispatch(AsyncContext context, Visit visit) {
    try {
      context.dispatch("/" + visit.number() + "/again");
    } catch (IllegalStateException | NullPointerException gone) {
      // The client has left, and the container has ended it.
    }
  }

  /** Does something when a cycle times out. */
  private record OnTimeout(Runnable action) implements AsyncListener {
    @Override
    public void onTimeout(AsyncEvent event) {
      action.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
      complete(event.getAsyncContext());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  /** Writes blocks of 4 KB whenever that does not block. */
  private static final class Blocks implements WriteListener {
    private final AsyncContext context;
    private final ServletOutputStream out;
    private int left;

    Blocks(AsyncContext context, ServletOutputStream out, int blocks) {
      this.context = context;
      this.out = out;
      this.left = blocks;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (left-- == 0) {
          complete(context);
          return;
        }
        out.write(new byte[4096]);
      }
    }

    @Override
    public void onError(Throwable failure) {
      complete(context);
    }
  }
}
