package dev.backstop.checks;

import org.junit.jupiter.api.Test;

class ObservationNotStoppedTest {
  @Test
  void observation_neverStopped_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: 'observation' is never stopped
          Observation observation = Observation.start("x", observations);
          work();
        }
        void scoped() {
          // BUG: Diagnostic contains: never stopped
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
          }
        }
        """);
  }

  @Test
  void observation_dropped_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: dropped
          Observation.start("x", observations);
          // BUG: Diagnostic contains: dropped
          Observation.createNotStarted("x", observations).lowCardinalityKeyValue("a", "b").start();
        }
        """);
  }

  @Test
  void observation_startedInTwoSteps_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation observation = Observation.createNotStarted("x", observations);
          observation.lowCardinalityKeyValue("a", "b");
          // BUG: Diagnostic contains: 'observation' is never stopped
          observation.start();
          work();
        }
        """);
  }

  @Test
  void observation_chainedStart_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation observation =
              // BUG: Diagnostic contains: never stopped
              Observation.createNotStarted("x", observations).contextualName("y").start();
          work();
        }
        """);
  }

  @Test
  void observation_earlyReturn_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m(boolean x) {
          // BUG: Diagnostic contains: leaves at line 50
          Observation observation = Observation.start("x", observations);
          if (x) {
            return;
          }
          observation.stop();
        }
        Object value(boolean x) {
          // BUG: Diagnostic contains: leaves at line 57
          Observation observation = Observation.start("x", observations);
          if (x) return null;
          observation.stop();
          return answer();
        }
        """);
  }

  @Test
  void observation_stoppedInTheHandlerOnly_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          // BUG: Diagnostic contains: end of the block
          Observation observation = Observation.start("x", observations);
          try {
            work();
          } catch (RuntimeException e) {
            observation.error(e);
            observation.stop();
          }
        }
        """);
  }

  @Test
  void observation_inALambda_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        Runnable m() {
          return () -> {
            // BUG: Diagnostic contains: never stopped
            Observation observation = Observation.start("x", observations);
            work();
          };
        }
        """);
  }

  @Test
  void observation_inASwitch_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m(int k) {
          // BUG: Diagnostic contains: not stopped on a path
          Observation observation = Observation.start("x", observations);
          switch (k) {
            case 1:
              observation.stop();
              break;
            default:
              work();
          }
        }
        """);
  }

  @Test
  void observation_ofAConvention_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m(io.micrometer.observation.docs.ObservationDocumentation doc) {
          // BUG: Diagnostic contains: never stopped
          Observation observation = doc.start(null, null, Observation.Context::new, observations);
          work();
        }
        """);
  }

  @Test
  void observation_stoppedInFinally_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
          } catch (RuntimeException e) {
            observation.error(e);
            throw e;
          } finally {
            observation.stop();
          }
        }
        """);
  }

  @Test
  void observation_noop_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          if (!observation.isNoop()) {
            observation.stop();
          }
        }
        void returns() {
          Observation observation = Observation.start("x", observations);
          if (observation.isNoop()) {
            return;
          }
          observation.stop();
        }
        """);
  }

  @Test
  void observation_ofSomebodyElse_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        private Observation mine;
        void parameter(Observation observation) {
          observation.start();
          work();
        }
        void field() {
          mine.start();
        }
        Observation made() { return null; }
        void lookedUp() {
          Observation observation = made();
          observation.start();
        }
        """);
  }

  @Test
  void observation_observed_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation.createNotStarted("x", observations).observe(this::work);
          Observation observation = Observation.createNotStarted("x", observations);
          observation.observe(this::work);
        }
        """);
  }

  @Test
  void observation_returned_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        Observation m() {
          return Observation.start("x", observations);
        }
        Observation later() {
          Observation observation = Observation.createNotStarted("x", observations);
          observation.start();
          return observation;
        }
        """);
  }

  @Test
  void observation_stored_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m(HttpServletRequest rq) {
          Observation observation = Observation.start("x", observations);
          rq.setAttribute("observation", observation);
        }
        void field() {
          field = Observation.start("x", observations);
        }
        """);
  }

  @Test
  void observation_stoppedByACallback_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        CompletableFuture<Object> m(CompletableFuture<Object> future) {
          Observation observation = Observation.start("x", observations);
          return future.whenComplete((value, error) -> observation.stop());
        }
        void registered() {
          Observation observation = Observation.start("x", observations);
          cleanups.register("observation", observation, Observation::stop);
        }
        """);
  }

  @Test
  void observation_stoppedByWhatIsCurrent_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        void m() {
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
            observations.getCurrentObservation().stop();
          }
        }
        """);
  }

  @Test
  void observation_thatTheWorkStopsIfItSaysSo_isNotReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        boolean isListenerAware() { return enabled; }
        void m() {
          Observation observation = Observation.start("x", observations);
          Observation.Scope scope = observation.openScope();
          try {
            work();
          } catch (RuntimeException e) {
            if (!isListenerAware()) {
              observation.error(e);
            }
            throw e;
          } finally {
            if (!isListenerAware()) {
              observation.stop();
            }
            scope.close();
          }
        }
        """);
  }

  @Test
  void observation_stoppedOnAConditionOfTheMethod_isReported() {
    Snippets.check(
        ObservationNotStopped.class,
        """
        boolean isListenerAware() { return enabled; }
        void local(boolean good) {
          // BUG: Diagnostic contains: not stopped
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
          } finally {
            if (good) {
              observation.stop();
            }
          }
        }
        void nobodyFindsIt() {
          // BUG: Diagnostic contains: not stopped
          Observation observation = Observation.start("x", observations);
          try {
            work();
          } finally {
            if (isListenerAware()) {
              observation.stop();
            }
          }
        }
        void noFinally() {
          // BUG: Diagnostic contains: not stopped
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            work();
          }
          if (isListenerAware()) {
            observation.stop();
          }
        }
        void both() {
          // BUG: Diagnostic contains: not stopped
          Observation observation = Observation.start("x", observations);
          try (Observation.Scope scope = observation.openScope()) {
            if (bad()) {
              observation.stop();
            }
          } finally {
            if (isListenerAware()) {
              observation.stop();
            }
          }
        }
        """);
  }
}
