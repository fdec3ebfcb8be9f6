package dev.backstop.harness.contract;

import dev.backstop.Backstop;
import dev.backstop.harness.Recorder;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.function.BiConsumer;

/** What the contract puts to the test: something that records the end of each exchange. */
public interface Instrument {
  /** {@return the name for the table of results} */
  String name();

  /**
   * Installs it in a context that is starting; what it records goes to {@code recorder}.
   *
   * @param context not started yet
   * @param recorder of the run
   */
  void install(ServletContext context, Recorder recorder);

  /** {@return how much of the contract applies to it} */
  Claim claim();

  /** What an instrument claims to know, least first. */
  enum Claim {
    /** The outcome alone, and no cleanups. */
    OUTCOME_ALONE,
    /** Outcome, log, span, metric and cleanups; the status may be a guess where it says so. */
    TRUTH_OR_GUESS,
    /** The same, and the truth, at the real end. */
    TRUTH
  }

  /** {@return Backstop as it is meant to be used: {@code install(servletContext)}} */
  static Instrument backstop() {
    return of("backstop", Claim.TRUTH, (context, recorder) -> recorder.backstop().install(context));
  }

  /** {@return Backstop as a bare filter} */
  static Instrument bareFilter() {
    return of(
        "bare filter",
        Claim.TRUTH_OR_GUESS,
        (context, recorder) -> map(context, recorder.backstop().filter()));
  }

  /** {@return Backstop in a container whose own signal it does not know} */
  static Instrument servletApiOnly() {
    return of(
        "servlet API",
        Claim.TRUTH_OR_GUESS,
        (context, recorder) ->
            recorder.attach(Backstop.builder().servletApiOnly()).build().install(context));
  }

  /** {@return the wrapper that everyone writes by hand, which the contract must find wrong} */
  static Instrument naiveWrapper() {
    return NaiveWrapper.instrument();
  }

  /** {@return a filter where the first source wins, which the contract must find wrong} */
  static Instrument firstSourceWins() {
    return FirstSourceWins.instrument();
  }

  /**
   * Maps a filter before those of the application, for all dispatches that Backstop sees.
   *
   * @param context not started yet
   * @param filter the instrument's
   */
  static void map(ServletContext context, Filter filter) {
    FilterRegistration.Dynamic added = context.addFilter(filter.getClass().getName(), filter);
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(
            DispatcherType.REQUEST,
            DispatcherType.ASYNC,
            DispatcherType.ERROR,
            DispatcherType.INCLUDE),
        false,
        "/*");
  }

  /**
   * {@return an instrument of a name, a claim and a way to install it}
   *
   * @param name for the table of results
   * @param claim how much of the contract applies to it
   * @param install called once for each context, while it starts
   */
  static Instrument of(String name, Claim claim, BiConsumer<ServletContext, Recorder> install) {
    return new Instrument() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void install(ServletContext context, Recorder recorder) {
        install.accept(context, recorder);
      }

      @Override
      public Claim claim() {
        return claim;
      }
    };
  }
}
