package dev.backstop.harness.contract;

import dev.backstop.harness.Recorder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;

/** What the contract puts to the test: something that records the end of each exchange. */
public interface Instrument {
  /** Returns the name for the table of results. */
  String name();

  /** Installs it in a context that is starting; what it records goes to {@code recorder}. */
  void install(ServletContext context, Recorder recorder);

  /** Returns how much of the contract applies to it. */
  Claim claim();

  /** What an instrument claims to know. */
  enum Claim {
    /** All: outcome, log, span, metric, cleanups, from the container's own signal. */
    TRUTH,
    /** The same records; the status may be a guess where the outcome says so. */
    TRUTH_OR_GUESS,
    /** The outcome alone, and no cleanups. */
    OUTCOME_ALONE
  }

  /** Returns Backstop as it is meant to be used: {@code install(servletContext)}. */
  static Instrument backstop() {
    return new Instrument() {
      @Override
      public String name() {
        return "backstop";
      }

      @Override
      public void install(ServletContext context, Recorder recorder) {
        recorder.backstop().install(context);
      }

      @Override
      public Claim claim() {
        return Claim.TRUTH;
      }
    };
  }

  /** Returns Backstop as a bare filter. */
  static Instrument bareFilter() {
    return new Instrument() {
      @Override
      public String name() {
        return "bare filter";
      }

      @Override
      public void install(ServletContext context, Recorder recorder) {
        FilterRegistration.Dynamic filter = context.addFilter("bare", recorder.backstop().filter());
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
            EnumSet.of(
                DispatcherType.REQUEST,
                DispatcherType.ASYNC,
                DispatcherType.ERROR,
                DispatcherType.INCLUDE),
            false,
            "/*");
      }

      @Override
      public Claim claim() {
        return Claim.TRUTH_OR_GUESS;
      }
    };
  }
}
