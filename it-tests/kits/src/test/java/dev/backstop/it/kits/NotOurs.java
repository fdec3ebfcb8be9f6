package dev.backstop.it.kits;

import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out, with the reason, those tests of a kit that are about another product's feature. */
final class NotOurs implements ExecutionCondition {
  private static final Map<String, String> REASONS =
      Map.of(
          "httpServerMetrics",
          "the metrics of OpenTelemetry's own SDK: Backstop's go to Micrometer");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(method -> REASONS.get(method.getName()))
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("of every HTTP server"));
  }
}
