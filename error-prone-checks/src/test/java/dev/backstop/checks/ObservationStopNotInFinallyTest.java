package dev.backstop.checks;

import org.junit.jupiter.api.Test;

class ObservationStopNotInFinallyTest {
  @Test
  void observation_workThrows_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work() in line 49 throws
          Observation observation = Observation.start("x", observations);
          work();
          observation.stop();
        }
        """);
  }

  @Test
  void observation_scopeIsClosedAndItIsNot_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work()
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
          }
          observation.stop();
        }
        """);
  }

  @Test
  void observation_inTwoSteps_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          Observation observation = Observation.createNotStarted("x", observations);
          // BUG: Diagnostic contains: when work()
          observation.start();
          work();
          observation.stop();
        }
        """);
  }

  @Test
  void observation_scopedWork_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when scoped()
          Observation observation = Observation.start("x", observations);
          observation.scoped(this::work);
          observation.stop();
        }
        """);
  }

  @Test
  void observation_handlerOfOneException_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() throws IOException {
          // BUG: Diagnostic contains: when risky()
          Observation observation = Observation.start("x", observations);
          try {
            risky();
            observation.stop();
          } catch (IOException e) {
            observation.error(e);
            observation.stop();
            throw e;
          }
        }
        """);
  }

  @Test
  void observation_handlerSwallows_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when risky()
          Observation observation = Observation.start("x", observations);
          try {
            risky();
            observation.stop();
          } catch (IOException e) {
            observation.error(e);
          }
        }
        """);
  }

  @Test
  void observation_chain_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m(HttpServletRequest rq, HttpServletResponse rs, FilterChain chain) throws IOException, ServletException {
          // BUG: Diagnostic contains: when doFilter()
          Observation observation = Observation.start("x", observations);
          chain.doFilter(rq, rs);
          observation.stop();
        }
        """);
  }

  @Test
  void observation_workBeforeTheTry_isReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          // BUG: Diagnostic contains: when work()
          Observation observation = Observation.start("x", observations);
          work();
          try {
            answer();
          } finally {
            observation.stop();
          }
        }
        """);
  }

  @Test
  void observation_stoppedInFinally_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() throws IOException {
          Observation observation = Observation.start("x", observations);
          try {
            risky();
          } finally {
            observation.stop();
          }
        }
        """);
  }

  @Test
  void observation_handledThenStopped_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          try {
            risky();
          } catch (Exception e) {
            observation.error(e);
          }
          observation.stop();
        }
        """);
  }

  @Test
  void observation_onlyDecorated_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m(HttpServletRequest rq) {
          Observation observation = Observation.start("x", observations);
          observation.lowCardinalityKeyValue("method", rq.getMethod());
          observation.event(Observation.Event.of("done"));
          observation.stop();
        }
        """);
  }

  @Test
  void observation_leakOnErrorOnly_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() throws Exception {
          Observation observation = Observation.start("x", observations);
          try {
            risky();
            observation.stop();
          } catch (Exception e) {
            observation.error(e);
            observation.stop();
            throw e;
          }
        }
        """);
  }

  @Test
  void observation_stoppedByACallback_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        CompletableFuture<Object> m() {
          Observation observation = Observation.start("x", observations);
          work();
          return CompletableFuture.supplyAsync(this::answer).whenComplete((v, e) -> observation.stop());
        }
        """);
  }

  @Test
  void observation_ofSomebodyElse_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m(Observation observation) {
          observation.start();
          work();
          observation.stop();
        }
        """);
  }

  @Test
  void observation_neverStopped_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          work();
        }
        """);
  }

  @Test
  void observation_registered_isNotReported() {
    Snippets.check(
        ObservationStopNotInFinally.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          cleanups.register("observation", observation, Observation::stop);
          work();
        }
        """);
  }
}
