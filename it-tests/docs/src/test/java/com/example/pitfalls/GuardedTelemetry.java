package com.example.pitfalls;

import dev.backstop.observe.ScopeGuard;
import dev.backstop.pitfall.PitfallLevel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.context.SettableContextStorageProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * OpenTelemetry as an application has it whose main method began with {@link ScopeGuard#install};
 * here for one test, since that is for the whole JVM.
 */
final class GuardedTelemetry implements BeforeEachCallback, AfterEachCallback {
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build();
  private final ScopeGuard guard = ScopeGuard.create(PitfallLevel.EVERY);
  private final ContextStorage original = SettableContextStorageProvider.getContextStorage();

  OpenTelemetry telemetry() {
    return telemetry;
  }

  Tracer tracer() {
    return telemetry.getTracer("shop");
  }

  ScopeGuard guard() {
    return guard;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    SettableContextStorageProvider.setContextStorage(guard.around(original));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SettableContextStorageProvider.setContextStorage(original);
  }
}
