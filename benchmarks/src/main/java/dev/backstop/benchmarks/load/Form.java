package dev.backstop.benchmarks.load;

import dev.backstop.Backstop;
import dev.backstop.Exchange;
import dev.backstop.benchmarks.load.Visits.Visit;
import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to write the cleanups of a request. Each leaves the same steps of the same visit; where an
 * object is needed to remember that, it captures the same two values.
 */
enum Form {
  BARE("bare") {
    @Override
    void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException {
      answer.write();
    }
  },

  BACKSTOP("Backstop, lambdas") {
    @Override
    void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException {
      CleanupRegistry cleanups = Exchange.of(request).cleanups();
      for (int i = 0; i < visit.steps(); i++) {
        int step = visit.take();
        cleanups.register("step", outcome -> visit.leave(step));
      }
      answer.write();
    }

    @Override
    Backstop backstop() {
      return Backstop.builder().build();
    }
  },

  BACKSTOP_RESOURCE("Backstop, resources") {
    @Override
    void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException {
      CleanupRegistry cleanups = Exchange.of(request).cleanups();
      for (int i = 0; i < visit.steps(); i++) {
        visit.take();
        cleanups.register("step", visit, Visit::leave);
      }
      answer.write();
    }

    @Override
    Backstop backstop() {
      return Backstop.builder().build();
    }
  },

  NESTED("nested try/finally") {
    @Override
    void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException {
      try {
        Nested.serve(visit, visit.steps(), answer);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while it left " + visit.user(), e);
      }
    }
  },

  LIST("list of lambdas") {
    @Override
    void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException {
      CleanupList cleanups = CleanupList.of(request);
      for (int i = 0; i < visit.steps(); i++) {
        int step = visit.take();
        cleanups.add(() -> visit.leave(step));
      }
      answer.write();
    }

    @Override
    Filter filter() {
      return CleanupList.filter();
    }
  };

  private final String title;

  Form(String title) {
    this.title = title;
  }

  /** Takes the steps of a visit, answers, and sees to it that the steps are left. */
  abstract void serve(HttpServletRequest request, Visit visit, Answer answer) throws IOException;

  /**
   * Returns the form whose server without cleanups is that of this one: what has nothing to install
   * is then bare, and Backstop is installed in one way.
   */
  Form none() {
    return switch (this) {
      case BARE, NESTED -> BARE;
      case BACKSTOP, BACKSTOP_RESOURCE -> BACKSTOP;
      case LIST -> LIST;
    };
  }

  /** Returns the Backstop to install, or null. */
  @Nullable Backstop backstop() {
    return null;
  }

  /** Returns the filter that runs the cleanups, or null. */
  @Nullable Filter filter() {
    return null;
  }

  @Override
  public String toString() {
    return title;
  }
}
