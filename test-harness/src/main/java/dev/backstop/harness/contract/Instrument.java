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
  /** Returns the name for the table of results. */
  String name();

  /** Installs it in a context that is starting; what it records goes to {@code recorder}. */
  void install(ServletContext context, Recorder recorder);

  /** Returns how much of the contract applies to it. */
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

  /** Returns Backstop as it is meant to be used: {@code install(servletContext)}. */
  static Instrument backstop() {
    return of("backstop", Claim.TRUTH, (context, recorder) -> recorder.backstop().install(context));
  }

  /** Returns Backstop as a bare filter. */
  static Instrument bareFilter() {
    return of(
        "bare filter",
        Claim.TRUTH_OR_GUESS,
        (context, recorder) -> map(context, recorder.backstop().filter()));
  }

  /** Returns Backstop in a container whose own signal it does not know. */
  static Instrument servletApiOnly() {
    return of(
        "servlet API",
        Claim.TRUTH_OR_GUESS,
        (context, recorder) ->
            recorder.attach(Backstop.builder().servletApiOnly()).build().install(context));
  }

  /** Returns the wrapper that everyone writes by hand, which the contract must find wrong. */
  static Instrument naiveWrapper() {
    return NaiveWrapper.instrument();
  }

  /** Returns a filter where the first source wins, which the contract must find wrong. */
  static Instrument firstSourceWins() {
    return FirstSourceWins.instrument();
  }

  /** Maps a filter before those of the application, for all dispatches that Backstop sees. */
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

  /** Returns an instrument of a name, a claim and a way to install it. */
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
