package dev.backstop.checks;

import org.junit.jupiter.api.Test;

class TimerSampleNotStoppedTest {
  @Test
  void sample_neverStopped_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: 'sample' is never stopped
          Timer.Sample sample = Timer.start(meters);
          work();
        }
        void ofClock() {
          // BUG: Diagnostic contains: never stopped
          var sample = Timer.start();
          work();
        }
        """);
  }

  @Test
  void sample_dropped_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: dropped
          Timer.start(meters);
          // BUG: Diagnostic contains: dropped
          longTasks.start();
        }
        """);
  }

  @Test
  void sample_ofALongTask_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: never stopped
          LongTaskTimer.Sample sample = longTasks.start();
          work();
        }
        """);
  }

  @Test
  void sample_earlyReturn_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m(boolean x) {
          // BUG: Diagnostic contains: leaves at line 50
          Timer.Sample sample = Timer.start(meters);
          if (x) {
            return;
          }
          sample.stop(timer);
        }
        """);
  }

  @Test
  void sample_workThrows_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work()
          Timer.Sample sample = Timer.start(meters);
          work();
          sample.stop(timer);
        }
        void longTask() {
          // BUG: Diagnostic contains: when work()
          LongTaskTimer.Sample sample = longTasks.start();
          work();
          sample.stop();
        }
        """);
  }

  @Test
  void sample_stoppedOnOneBranch_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: not stopped on a path
          Timer.Sample sample = Timer.start(meters);
          if (bad()) {
            sample.stop(timer);
          }
        }
        """);
  }

  @Test
  void sample_chainThrows_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          // BUG: Diagnostic contains: when doFilter()
          Timer.Sample sample = Timer.start(meters);
          chain.doFilter(rq, rs);
          sample.stop(Timer.builder("x").register(meters));
        }
        """);
  }

  @Test
  void sample_inALambda_isReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        Callable<Object> m() {
          return () -> {
            // BUG: Diagnostic contains: when answer()
            Timer.Sample sample = Timer.start(meters);
            Object value = answer();
            sample.stop(timer);
            return value;
          };
        }
        """);
  }

  @Test
  void sample_stoppedInFinally_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          Timer.Sample sample = Timer.start(meters);
          try {
            work();
          } finally {
            sample.stop(Timer.builder("x").tag("a", "b").register(meters));
          }
        }
        """);
  }

  @Test
  void sample_stoppedOnEachExit_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        Object m() throws Exception {
          Timer.Sample sample = Timer.start(meters);
          try {
            Object value = answer();
            sample.stop(meters.timer("x", "outcome", "success"));
            return value;
          } catch (Exception e) {
            sample.stop(meters.timer("x", "outcome", "failure"));
            throw e;
          }
        }
        """);
  }

  @Test
  void sample_storedInAnAttribute_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m(HttpServletRequest rq) {
          rq.setAttribute("sample", Timer.start(meters));
          Timer.Sample other = Timer.start(meters);
          rq.setAttribute("other", other);
        }
        """);
  }

  @Test
  void sample_storedInAMap_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        private final Map<String, Timer.Sample> samples = new HashMap<>();
        void m() {
          samples.put("x", Timer.start(meters));
          LongTaskTimer.Sample sample = longTasks.start();
          kept.add(sample);
        }
        """);
  }

  @Test
  void sample_handedOn_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m(Code other) {
          Timer.Sample sample = Timer.start(meters);
          other.stopIt(sample);
        }
        void stopIt(Timer.Sample sample) { sample.stop(timer); }
        Timer.Sample returned() {
          return Timer.start(meters);
        }
        """);
  }

  @Test
  void sample_stoppedByACallback_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        CompletableFuture<Object> m(CompletableFuture<Object> future) {
          Timer.Sample sample = Timer.start(meters);
          work();
          return future.whenComplete((value, error) -> sample.stop(timer));
        }
        void registered() {
          LongTaskTimer.Sample sample = longTasks.start();
          cleanups.register("sample", sample, LongTaskTimer.Sample::stop);
        }
        """);
  }

  @Test
  void sample_stoppedAtOnce_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          Timer.start(meters).stop(timer);
        }
        """);
  }

  @Test
  void sample_onACondition_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m() {
          Timer.Sample sample = enabled ? Timer.start(meters) : null;
          try {
            work();
          } finally {
            if (sample != null) {
              sample.stop(timer);
            }
          }
        }
        """);
  }

  @Test
  void sample_inAnAttributeAndStoppedIfNothingThrows_isNotReported() {
    Snippets.check(
        TimerSampleNotStopped.class,
        """
        void m(HttpServletRequest rq) throws IOException {
          Timer.Sample sample = Timer.start(meters);
          rq.setAttribute("sample", sample);
          risky();
          sample.stop(timer);
        }
        void inNone(HttpServletRequest rq) throws IOException {
          // BUG: Diagnostic contains: risky() in line
          Timer.Sample sample = Timer.start(meters);
          rq.setAttribute("name", "sample");
          risky();
          sample.stop(timer);
        }
        """);
  }
}
