package dev.backstop.tenant.jwt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts requests by what became of their token. All counters are there, at zero, from the start.
 */
final class TokenCounters {
  private final Map<TokenResult, Counter> counters = new EnumMap<>(TokenResult.class);

  TokenCounters(MeterRegistry registry) {
    for (TokenResult result : TokenResult.values()) {
      counters.put(
          result,
          Counter.builder("backstop.tenant.tokens")
              .description("Requests, by what became of their token")
              .tag("result", result.tag())
              .register(registry));
    }
  }

  void count(TokenResult result) {
    Counter counter = counters.get(result);
    if (counter != null) {
      counter.increment();
    }
  }
}
