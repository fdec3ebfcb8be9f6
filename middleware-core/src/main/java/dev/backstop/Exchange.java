package dev.backstop;

import dev.backstop.cancellation.Cancellation;
import dev.backstop.cleanup.CleanupRegistry;
import dev.backstop.cleanup.Registration;
import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, until the real end.
 *
 * <pre>{@code
 * CleanupRegistry cleanups = Exchange.of(request).cleanups();
 * Connection c = cleanups.register("db.connection", pool.getConnection(), Connection::close);
 * cleanups.register("audit", outcome -> audit(outcome.status(), outcome.error()));
 * }</pre>
 *
 * <p>Thread-safe, but for {@link #request()}.
 */
public abstract sealed class Exchange permits ApplicationExchange {
  Exchange() {}

  /**
   * {@return the innermost open exchange of a request}
   *
   * @param request as the application has it, wrapped or not
   * @throws IllegalStateException where there is none; the message says what to install
   */
  public static Exchange of(ServletRequest request) {
    Object innermost = JettyShortcuts.innermostOf(request);
    for (ExchangeLife life = ExchangeLife.cast(innermost); life != null; life = life.outer()) {
      if (!life.isEnded()) {
        return life;
      }
    }
    throw new IllegalStateException(
        innermost == null
            ? "no exchange is open for this request: expected Backstop in front of it; call"
                + " backstop.install(servletContext) while the context starts, or map"
                + " backstop.filter() to this path"
            : "the exchange of this request has ended: take the Exchange, or its cleanups(), before"
                + " the end and keep it");
  }

  /** {@return the method of the request as it was sent; untrusted} */
  public abstract String method();

  /** {@return the raw path of the request as it was sent, without the query; untrusted} */
  public abstract String path();

  /**
   * {@return the request line, headers and connection}
   *
   * @throws IllegalStateException after the end, when the container has recycled them
   */
  public abstract RequestHead request();

  /** {@return the cleanups of this exchange} */
  public abstract CleanupRegistry cleanups();

  /** {@return the template that matched, as known so far, or null} */
  public abstract @Nullable String route();

  /**
   * Sets the template that matched, as in {@code /orders/{id}}; it goes before what Backstop finds
   * by itself.
   *
   * @param route low cardinality: it becomes a tag. Null takes it back
   */
  public abstract void route(@Nullable String route);

  /**
   * Sets what finds the template that matched, for a framework that routes behind one servlet: it
   * is asked whenever the route is read, at the latest at the end, and not at all where {@link
   * #route(String)} has said it. What it returns goes before what Backstop finds by itself, null
   * included.
   *
   * @param finder of low cardinality; quick, usable from any thread and after the container has
   *     recycled the request
   */
  public abstract void routeFrom(Supplier<@Nullable String> finder);

  /**
   * Records an error that the application turns, or has turned, into an answer. The first one
   * stays; one that escapes later goes before it.
   *
   * @param error what the log line, the span and the metrics have of it
   */
  public abstract void recordError(Throwable error);

  /**
   * Answers with a problem, without a throw. In a dispatch the answer goes out when the dispatch
   * returns, in place of whatever it has written: return right after it. On another thread, while
   * the request is asynchronous, it goes out at once, and ends the asynchronous processing: do not
   * complete it. The first call counts; an exception that escapes from the dispatch later goes
   * before it. Where the response is committed nothing of it reaches the client, and that is
   * reported, as is a call after the end. Throws nothing but a NullPointerException where the
   * problem is null.
   *
   * @param problem what the client is told; all of it is published
   */
  public abstract void fail(Problem problem);

  /**
   * Records an error, and answers with the problem that its mapper makes of it, as {@link
   * #fail(Problem)}; where it has none, as the container answers a status of 500, with nothing of
   * the error in it.
   *
   * @param error its wrappers are taken off before a mapper is sought
   */
  public abstract void fail(Throwable error);

  /**
   * Reports a pitfall of this exchange, for a middleware that looks for one. Never throws.
   *
   * @param kind which misuse it is
   * @param detail the offending call or value
   * @param site the application's line of code, or null where it is the caller's
   * @param cause what was thrown, or null
   */
  public abstract void report(
      PitfallKind kind, String detail, @Nullable StackTraceElement site, @Nullable Throwable cause);

  /**
   * {@return the class of the servlet that the dispatch which is under way was mapped to, or null
   * where there is none: for a report that knows no line of code}
   */
  public abstract @Nullable String servletClass();

  /** {@return the trace id that Tracing set, or null} */
  public abstract @Nullable String traceId();

  /**
   * Sets the trace id; for a tracing middleware.
   *
   * @param traceId as the access log writes it
   */
  public abstract void traceId(String traceId);

  /** {@return the id by which this request is known to its client, or null where none was set} */
  public abstract @Nullable String requestId();

  /**
   * Sets the request id. The caller has checked it.
   *
   * @param requestId short and without control characters, since logs and headers carry it
   */
  public abstract void requestId(String requestId);

  /** {@return the tenant that this exchange belongs to, or null} */
  public abstract @Nullable String tenant();

  /**
   * Sets the tenant. The caller has checked it.
   *
   * @param tenant 1 to 64 of {@code A-Z a-z 0-9 . _ -}
   */
  public abstract void tenant(String tenant);

  /**
   * {@return a task that takes this exchange to another thread: while it runs, the span is current
   * and the log fields of the calling thread are set, and the thread is left exactly as it was} The
   * unwinding waits until it has returned, so that no cleanup takes a resource from under it, and
   * no longer than {@link BackstopBuilder#carryDeadline}.
   *
   * <p>What the task throws goes on to the thread that runs it, unless the request is asynchronous
   * and {@link BackstopBuilder#mapError} has a mapper for it: then it is answered, and goes no
   * further.
   *
   * @param task to be run by the returned one
   */
  public abstract Runnable wrap(Runnable task);

  /**
   * {@return a task that takes this exchange to another thread, as {@link #wrap(Runnable)}}
   *
   * @param <T> what the task returns
   * @param task to be called by the returned one
   */
  public abstract <T> Callable<T> wrap(Callable<T> task);

  /**
   * {@return an executor that wraps each task, as {@link #wrap(Runnable)}, for another executor}
   *
   * @param executor where the wrapped tasks run
   */
  public abstract Executor executor(Executor executor);

  /** {@return the cancellation of this exchange; made when it is first asked for} */
  public abstract Cancellation cancellation();

  /**
   * Cancels the exchange with {@link dev.backstop.cancellation.CancelReason#DEADLINE} when it has
   * not ended by then; the earliest of several deadlines counts. It tells who works to stop, and
   * answers nothing by itself. No effect after the end.
   *
   * @param limit from now; zero or less has passed already
   * @return {@link #cancellation}
   */
  public abstract Cancellation deadline(Duration limit);

  /**
   * Hands cleanups off to work that goes on after the response. They leave this exchange, all or
   * none, and run at the end of the work, which has {@link BackstopBuilder#carryDeadline} from the
   * end of this exchange on. Their registrations are spent; a {@link
   * dev.backstop.cleanup.Held#get()} goes on to work.
   *
   * @param name what reports call the work; low cardinality
   * @param cleanups of this exchange, in any order: they run last registered first
   * @return the work, to be run or finished once
   * @throws IllegalStateException where one has run, runs, or was taken back
   * @throws IllegalArgumentException where one is of another exchange
   */
  public abstract HandedOff handOff(String name, Registration... cleanups);

  /**
   * Hands cleanups off as {@link #handOff(String, Registration...)}, to work with a time of its
   * own.
   *
   * @param name what reports call the work; low cardinality
   * @param deadline positive; counted from the end of this exchange
   * @param cleanups of this exchange, in any order: they run last registered first
   * @return the work, to be run or finished once
   */
  public abstract HandedOff handOff(String name, Duration deadline, Registration... cleanups);

  /**
   * Returns the log fields of this exchange: what the threads of its dispatches had in the MDC when
   * the application first asked for {@link #cleanups()} in a dispatch, when it registered an
   * asynchronous cleanup, handed off or asked for this, and, where a cleanup is registered, at the
   * exit of each dispatch; a later value goes before an earlier one, and before all of them what
   * {@link #logField} set, which is the sure way. Cleanups find them in the MDC.
   *
   * @return an immutable snapshot; fields that change later change nothing in it
   */
  public abstract Map<String, String> logFields();

  /**
   * Sets a log field of this exchange. The MDC of the calling thread is left alone.
   *
   * @param key as log layouts name it
   * @param value null takes it back; written by log layouts as it is, so clean what is not yours
   */
  public abstract void logField(String key, @Nullable String value);

  /**
   * Adds a fact about this exchange, which its log line and its server span then carry: the key is
   * a key-value of the one and an attribute of the other. Set again, it is replaced. No effect once
   * they are written; at most 32 are kept, the first ones.
   *
   * @param key fixed, lower case, as in {@code shop.cart}
   * @param value cut after 256 characters; cleaned where it is logged
   */
  public abstract void annotate(String key, String value);

  /** {@return the facts that {@link #annotate} added, in the order of their first adding} */
  public abstract Map<String, String> annotations();

  /**
   * {@return what the request was, also after the end where {@link BackstopBuilder#keepHeaders} was
   * called, or this one before the end}
   *
   * @throws IllegalStateException after the end, where nobody asked in time
   */
  public abstract RequestSnapshot snapshot();

  /**
   * For Backstop's own packages: reads the clock of this exchange, in nanoseconds as {@link
   * System#nanoTime} counts them.
   *
   * @return a time to compare with other readings of this clock alone
   */
  public abstract long nanoTime();

  /**
   * {@return how long the answer took to go out, in nanoseconds: the time that the application was
   * blocked in writes of it and, once the exchange has ended, that from the end of its work to the
   * last byte} 0 where no middleware asks for it by {@link Middleware#timesWrites}.
   */
  public abstract long sendingNanos();

  /** {@return whether the exchange has ended} */
  public abstract boolean isEnded();

  /**
   * {@return the outcome}
   *
   * @throws IllegalStateException before the end; a cleanup or a watch is given it in time
   */
  public abstract Outcome outcome();
}
