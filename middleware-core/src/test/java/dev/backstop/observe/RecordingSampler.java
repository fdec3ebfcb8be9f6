package dev.backstop.observe;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** Samples everything, and keeps what it was shown. */
record RecordingSampler(List<Attributes> seen) implements Sampler {
  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    seen.add(attributes.toBuilder().build());
    return SamplingResult.recordAndSample();
  }

  @Override
  public String getDescription() {
    return "recording";
  }
}
