package dev.backstop.kafka;

import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.LoggedError;
import dev.backstop.outcome.Outcome;
import dev.backstop.outcome.Untrusted;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells the end of each unit: to the log where it failed, to the meters, to the listeners. */
final class RecordEnds {
  private static final Logger LOGGER = LoggerFactory.getLogger(BackstopConsumer.class);

  private final List<Consumer<? super RecordEnd>> listeners;

  RecordEnds(List<Consumer<? super RecordEnd>> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  RecordEnd tell(RecordUnit unit, RecordEnd end) {
    AutoCloseable context = unit.enter();
    log(unit, end);
    for (Consumer<? super RecordEnd> listener : listeners) {
      tell(listener, unit, end);
    }
    try {
      context.close();
    } catch (Exception broken) {
      LOGGER.warn("the context of {} could not be left", unit.describe(), broken);
    }
    return end;
  }

  private static void tell(Consumer<? super RecordEnd> listener, RecordUnit unit, RecordEnd end) {
    try {
      listener.accept(end);
    } catch (Throwable t) { // a listener of the application decides nothing
      LOGGER.warn("a listener failed at the end of {}", unit.describe(), LoggedError.of(t));
    }
  }

  private static void log(RecordUnit unit, RecordEnd end) {
    if (end.report().failedCount() > 0) {
      LOGGER.warn(
          "cleanups of {} failed: {}",
          unit.describe(),
          names(end.report()),
          LoggedError.of(firstOf(end.report())));
    }
    Throwable error = end.outcome().error();
    if (error != null) {
      Level level = levelOf(end.disposition());
      LOGGER
          .atLevel(level)
          .setCause(LoggedError.of(error))
          .addKeyValue("topic", end.partition().topic())
          .addKeyValue("partition", end.partition().partition())
          .addKeyValue("offset", end.offset())
          .addKeyValue("attempt", end.attempt())
          .addKeyValue("disposition", end.disposition().word())
          .addKeyValue("error_type", end.outcome().errorType())
          .addKeyValue("error_category", end.outcome().errorCategory())
          .log(sentence(unit, end));
    }
  }

  private static Level levelOf(Disposition disposition) {
    return switch (disposition) {
      case STOPPED -> Level.ERROR;
      case DEAD_LETTERED -> Level.WARN;
      case RETURNED -> Level.INFO;
      case RETRIED, HANDLED -> Level.DEBUG;
    };
  }

  private static String sentence(RecordUnit unit, RecordEnd end) {
    Outcome outcome = end.outcome();
    StackTraceElement origin = outcome.errorOrigin();
    String failed =
        unit.describe()
            + " failed at attempt "
            + end.attempt()
            + ", "
            + outcome.errorType()
            + (origin == null ? "" : " at " + Untrusted.clean(origin.toString()));
    return switch (end.disposition()) {
      case STOPPED ->
          failed
              + "; its partition has stopped in front of it"
              + (end.deadLetterFailure() == null
                  ? ""
                  : ", since it could not be dead-lettered: "
                      + Untrusted.clean(String.valueOf(end.deadLetterFailure())));
      case DEAD_LETTERED -> failed + "; it was dead-lettered";
      case RETURNED -> failed + "; it was given back uncommitted";
      case RETRIED, HANDLED -> failed + "; it will be tried again";
    };
  }

  private static String names(CleanupReport report) {
    return report.failures().stream()
        .limit(20)
        .map(ran -> Untrusted.clean(ran.name()))
        .collect(Collectors.joining(", "));
  }

  private static Throwable firstOf(CleanupReport report) {
    Throwable failure = report.failures().get(0).failure();
    return failure == null ? new IllegalStateException("no failure") : failure;
  }
}
