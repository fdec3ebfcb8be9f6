package dev.backstop.checks;

import com.google.errorprone.bugpatterns.BugChecker;
import java.util.List;
import java.util.stream.Stream;

/** How the right code of each rule is made wrong, in the order of docs/checks/README.md. */
final class RecallTable {
  private RecallTable() {}

  static Stream<Row> rows() {
    return Stream.of(
        row(
            SpanNotEnded.class,
            Drops.call("end", "finish").notIn("S13"),
            Drops.allCalls("end").in("S13"),
            Drops.finallyOf("end", "finish"),
            Changes.earlyReturn("startSpan", "start", "startScopedSpan"),
            Changes.onlySometimes("end", "finish").notIn("S13"),
            Drops.call("register")),
        row(
            SpanEndNotInFinally.class,
            Moves.outOfFinally("end", "finish").notIn("S05", "S06"), // SpanNotEnded tells of these
            Changes.earlyThrow("startSpan", "start", "startScopedSpan"),
            Drops.catchOf("RuntimeException").in("S13"),
            Changes.insertAfter("startSpan", "orders.save(7);").in("S01", "S07", "S10", "S12")),
        row(
            ScopeNotClosed.class,
            Drops.call("close"),
            Drops.finallyOf("close"),
            Moves.outOfResources(
                "makeCurrent", "openScope", "activateSpan", "putCloseable", "withSpan"),
            Changes.replace("try \\(scope\\) ", "")),
        row(
            ScopeNotClosedOnAllPaths.class,
            Moves.outOfFinally("close"),
            Changes.earlyReturn("makeCurrent", "withSpanInScope", "newScope"),
            Changes.earlyThrow("makeCurrent", "withSpanInScope", "newScope"),
            Changes.onlySometimes("close")),
        row(
            ObservationNotStopped.class,
            Drops.call("stop").notIn("S09"),
            Drops.allCalls("stop").in("S09"),
            Drops.finallyOf("stop"),
            Changes.earlyReturn("start"),
            Changes.onlySometimes("stop").notIn("S09")),
        row(
            ObservationStopNotInFinally.class,
            Moves.outOfFinally("stop").notIn("S03", "S07"), // ObservationNotStopped tells of these
            Changes.earlyThrow("start"),
            Drops.catchOf("RuntimeException").in("S09")),
        row(
            TimerSampleNotStopped.class,
            Drops.call("stop"),
            Drops.finallyOf("stop"),
            Moves.outOfFinally("stop", "finish"),
            Changes.earlyReturn("start"),
            Changes.earlyThrow("start"),
            Changes.onlySometimes("stop"),
            Drops.catchOf("RuntimeException").in("S09")),
        row(
            StatusReadInFinally.class,
            Drops.catchOf("Throwable", "Exception", "RuntimeException", "IOException"),
            Changes.replace("\\| RuntimeException", ""),
            Changes.replace("catch \\((Throwable|Exception|RuntimeException) e", "catch (Error e"),
            Drops.guard("returned|isCommitted"),
            Changes.replace("returned = true;", ""),
            Changes.replace("status = response.getStatus\\(\\);", "")
                .then(
                    Changes.replace(
                        "request.getMethod\\(\\), status", "request, response.getStatus()"))
                .in("S11")),
        row(
            FilterIgnoresAsync.class,
            Drops.guard("isAsyncStarted"),
            Changes.replace("!request.isAsyncStarted\\(\\)", "request.getMethod() != null"),
            Changes.replace("!request.isAsyncStarted\\(\\)", "log.isInfoEnabled()")),
        row(
            ResponseMutatedInCleanup.class,
            Drops.guard("isCommitted"),
            Changes.replace("!response.isCommitted\\(\\)", "log.isInfoEnabled()")
                .notIn("S10", "S11"),
            Changes.replace(
                "chain.doFilter\\(request, holding", "chain.doFilter(request, response")),
        row(
            ResponseMutatedAfterChain.class,
            Drops.guard("isCommitted"),
            Changes.replace("!response.isCommitted\\(\\)", "response.getStatus() == 200"),
            Changes.replace("doFilter\\(request, holding", "doFilter(request, response"),
            Changes.insertAfter("doFilter", "response.addCookie(new Cookie(\"a\", \"b\"));")
                .in("S09", "S10"),
            Moves.swap("setHeader", "doFilter"),
            Moves.swap("addHeader", "doFilter")),
        row(
            ResponseWrapperIncomplete.class,
            Drops.method("sendError"),
            Drops.method("sendRedirect"),
            Drops.method("getWriter"),
            Drops.method("addHeader")),
        row(
            RequestCapturedByAsync.class,
            Changes.inline("request\\.(?!startAsync)"),
            Changes.replace("journal\\.write\\(", "journal.write(request, ").notIn("S01", "S11"),
            Changes.replace("-> journal\\.write\\(", "-> journal.write(request, ").in("S01"),
            Changes.rename("get", "toString").in("S11"),
            Changes.replace("AsyncContext async = request.startAsync\\(\\);", "")
                .in("S08")
                .then(Drops.call("setTimeout"))
                .then(Drops.call("complete"))),
        row(
            AsyncWorkInCleanup.class,
            Changes.replace("steps\\.audit\\(\\)", "executor.execute(steps::audit)")
                .notIn("S02", "S05", "S06", "S07", "S09"),
            Changes.replace("-> (steps|it)\\.audit\\(\\)", "-> executor.execute($1::audit)"),
            Changes.replace("steps\\.audit\\(\\)", "new Thread(steps::audit).start()"),
            Changes.replace(
                "steps\\.audit\\(\\)",
                "java.util.concurrent.CompletableFuture.runAsync(steps::audit)"),
            Drops.call("join"),
            Changes.replace("\\.get\\(1, TimeUnit.SECONDS\\)", "")),
        row(
            SpanCrossesThread.class,
            Changes.replace("Context\\.current\\(\\)\\.wrap\\(", "("),
            Changes.replace("tracing\\.currentTraceContext\\(\\)\\.wrap\\(", "("),
            Changes.replace("Context\\.taskWrapping\\(executor\\)", "executor"),
            Changes.replace("store\\.save\\(\"x\"\\)", "Span.current().addEvent(\"x\")").in("S11"),
            Changes.replace("try \\([^)]*(makeCurrent|withSpan)[^{]*\\{", "try {")
                .in("S06", "S10")),
        row(
            MdcPutNotRemoved.class,
            Drops.call("remove", "clear", "setContextMap", "forget"),
            Moves.outOfFinally("remove", "clear", "setContextMap", "forget", "forEach")
                .notIn("S11"),
            Changes.earlyReturn("put").notIn("S02", "S06", "S11"),
            Changes.earlyReturn("fill"),
            Changes.replace("MDC.remove\\(\"\\w+\"\\)", "MDC.remove(\"other\")"),
            Moves.outOfResources("putCloseable")
                .then(Changes.replace("MDC.MDCCloseable field = MDC.putCloseable", "MDC.put"))),
        row(
            ThreadLocalNotRemoved.class,
            Drops.call("remove", "leave", "clear"),
            Changes.replace("TENANT.set\\((before|null)\\);", ""),
            Moves.outOfFinally("remove", "leave", "clear"),
            Moves.outOfFinally("set"),
            Changes.earlyReturn("set").notIn("S02", "S04", "S09"),
            Changes.earlyReturn("enter")),
        row(
            FilterSwallowsException.class,
            Changes.replace("throw [^;]*;", ""),
            Drops.call("sendError", "setStatus", "answer", "fail").notIn("S06")),
        row(
            StartAsyncUnbounded.class,
            Drops.allCalls("setTimeout"),
            Drops.allCalls("addListener"),
            Drops.allCalls("setTimeout", "addListener")),
        row(
            CleanupStepSkipsNext.class,
            Moves.outOfInnerFinally(),
            Drops.catchOf("IOException").in("S04"),
            Moves.swap("unlock", "release"),
            Moves.swap("remove", "close"),
            Moves.swap("remove", "release").then(Moves.swap("release", "close")),
            Moves.swap("release", "close"),
            Moves.swap("stop", "close"),
            Moves.swap("end", "close"),
            Changes.insertBefore("end", "OutputStream.nullOutputStream().close();").in("S04")),
        row(
            WorkBeforeCleanupRegistered.class,
            Changes.insertAfter("startSpan", "chain.doFilter(request, response);").in("S01"),
            Changes.insertAfter("setAttribute", "chain.doFilter(request, response);").in("S01"),
            Changes.insertAfter("getSimpleName", "handler.handle(kind);"),
            Changes.insertAfter("openScope", "task.call();"),
            Changes.insertAfter("lock", "orders.save(id);"),
            Changes.insertAfter("lock", "orders.load(id);"),
            Changes.insertAfter("put", "chain.doFilter(request, response);"),
            Changes.insertAfter("incrementAndGet", "chain.doFilter(request, response);"),
            Changes.insertAfter("startSpan", "handler.handle(request);").in("S08"),
            Changes.insertAfter("makeCurrent", "handler.handle(request);").in("S08"),
            Changes.insertAfter("nanoTime", "super.doFilter(request, response, chain);").in("S09"),
            Changes.insertAfter("start", "orders.load(id);").in("S10"),
            Changes.insertAfter("set", "dispatched(request);"),
            Changes.insertAfter("startSpan", "orders.load(id);").in("S06"),
            Moves.swap("register", "doFilter"),
            Moves.swap("register", "load")),
        row(
            CleanupCapturesMutable.class,
            Changes.inline("\\[0\\]$|get\\(\\)$|Value\\(\\)$|^status$|^this.state$")),
        row(
            ErrorNotRecorded.class,
            Drops.call("recordException", "setStatus", "error", "log", "failed", "addEvent")
                .notIn("S06"),
            Drops.call("recordException").in("S06"),
            Changes.replace("failure = e;", ""),
            Changes.rename("recordException", "equals").notIn("S07"),
            Changes.around("setStatus", "Runnable ended = () -> span.end(); //", "")),
        row(
            TransactionFinishedTwice.class,
            Drops.guard("!committed|!done"),
            Drops.catchOf().in("S01", "S03", "S10"),
            Drops.catchOf("Throwable").in("S06"),
            Drops.call("rollback").in("S01", "S03", "S04", "S10"),
            Drops.call("rollbackQuietly"),
            Drops.call("commit").in("S01", "S03", "S04", "S06", "S07", "S10"),
            Changes.earlyReturn("insert").in("S01", "S03", "S06", "S07", "S10")));
  }

  private static Row row(Class<? extends BugChecker> rule, Mutator... mutators) {
    return new Row(rule, List.of(mutators));
  }

  record Row(Class<? extends BugChecker> rule, List<Mutator> mutators) {
    @Override
    public String toString() {
      return rule.getSimpleName();
    }
  }
}
