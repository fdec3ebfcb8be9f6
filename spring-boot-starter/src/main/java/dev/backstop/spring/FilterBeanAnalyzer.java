package dev.backstop.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which bean would install Backstop twice, and what to remove. */
final class FilterBeanAnalyzer extends AbstractFailureAnalyzer<FilterBeanException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FilterBeanException cause) {
    String description =
        "The bean '"
            + cause.bean()
            + "' "
            + (cause.isRegistration() ? "registers" : "is")
            + " backstop.filter(). The starter has installed Backstop already, with the container's"
            + " own signal; a second filter would stand in every request's way and know less.";
    String action =
        "Remove the bean '"
            + cause.bean()
            + "': nothing takes its place. To install Backstop by yourself instead, set"
            + " backstop.enabled=false.";
    return new FailureAnalysis(description, action, cause);
  }
}
