package dev.backstop.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedErrorTest {
  @Test
  void of_plainMessages_isTheErrorItself() {
    IllegalStateException error =
        new IllegalStateException("can't open \"C:\\data\"", new RuntimeException((String) null));
    error.addSuppressed(new IllegalArgumentException("x"));

    assertThat(LoggedError.of(error)).isSameAs(error);
  }

  @Test
  void of_lineBreakInTheMessage_isACopyWithTheSameStack() {
    IllegalStateException error = new IllegalStateException("a\nb");

    Throwable logged = LoggedError.of(error);

    assertThat(logged).isNotSameAs(error);
    assertThat(logged.getMessage()).isEqualTo("java.lang.IllegalStateException: a\\u000ab");
    assertThat(logged.getStackTrace()).isEqualTo(error.getStackTrace());
  }

  @Test
  void of_lineBreakInACauseOrSuppressed_copiesAll() {
    IllegalStateException error =
        new IllegalStateException("fine", new IllegalArgumentException("a\rb"));
    error.addSuppressed(new ArithmeticException("c\u2028d"));

    Throwable logged = LoggedError.of(error);

    assertThat(logged.getMessage()).isEqualTo("java.lang.IllegalStateException: fine");
    assertThat(logged.getCause().getMessage())
        .isEqualTo("java.lang.IllegalArgumentException: a\\u000db");
    assertThat(logged.getSuppressed()[0].getMessage())
        .isEqualTo("java.lang.ArithmeticException: c\\u2028d");
  }

  /** An error of an application that computes what others keep. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken() {
      super("fine");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause yet");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new StackOverflowError();
    }
  }

  @Test
  void of_causeAndStackThatCannotBeRead_isACopyWithoutThem() {
    Throwable logged = LoggedError.of(new IllegalStateException("outer", new Broken()));

    assertThat(logged.getCause()).hasMessageEndingWith("Broken: fine").hasNoCause();
    assertThat(logged.getCause().getStackTrace()).isEmpty();
  }

  @Test
  void of_cleanCycle_isTheErrorItself() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(LoggedError.of(first)).isSameAs(first);
  }

  @Test
  void of_cyclesOfManySuppressed_endsAndCopiesEachOnce() {
    List<Throwable> errors = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      errors.add(new IllegalStateException("e\n" + i));
    }
    for (Throwable from : errors) {
      for (Throwable to : errors) {
        if (from != to) {
          from.addSuppressed(to); // every one reaches every other: 12! paths
        }
      }
    }

    assertThat(count(LoggedError.of(errors.get(0)))).isEqualTo(12);
  }

  private static int count(Throwable error) {
    int sum = 1;
    for (Throwable suppressed : error.getSuppressed()) {
      sum += count(suppressed);
    }
    return sum;
  }

  @Test
  void of_endlessCauses_isCut() {
    Throwable error = new IllegalStateException("deepest");
    for (int i = 0; i < 5_000; i++) {
      error = new IllegalStateException("level", error);
    }

    int depth = 0;
    for (Throwable at = LoggedError.of(error); at != null; at = at.getCause()) {
      depth++;
    }
    assertThat(depth).isEqualTo(32);
  }

  @Test
  void of_messageThatThrows_isACopyNamedByItsClass() {
    Unreadable error = new Unreadable();

    assertThat(LoggedError.of(error).getMessage()).isEqualTo(Unreadable.class.getName());
    assertThat(LoggedError.messageOf(error)).isNull();
  }

  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("not now");
    }
  }
}
