package dev.backstop.it.spring;

import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupReport;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.PitfallListener;
import dev.backstop.status.StatusCapturingResponseWrapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** A small shop, with all that a Boot application usually has. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ShopController.class, AsyncController.class, ViewController.class, OutOfStockAdvice.class})
class ShopApplication {
  @Bean
  Telemetry telemetry() {
    return new Telemetry();
  }

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  OpenTelemetrySdk openTelemetry(Telemetry telemetry) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(telemetry.spans))
                .build())
        .build();
  }

  @Bean
  BiConsumer<Outcome, CleanupReport> outcomes(Telemetry telemetry) {
    return (outcome, report) -> telemetry.ends.add(new Seen(outcome, report));
  }

  @Bean
  PitfallListener pitfalls(Telemetry telemetry) {
    return telemetry.pitfalls::add;
  }

  /** As far out as an application's filter can be; Backstop's stands outside of it. */
  @Bean
  FilterRegistrationBean<Filter> outermost(Telemetry telemetry) {
    FilterRegistrationBean<Filter> registration =
        new FilterRegistrationBean<>(
            (request, response, chain) -> {
              if (telemetry.expectsExchange) {
                boolean wrapped = response instanceof StatusCapturingResponseWrapper;
                Exchange.of(request).annotate("shop.outermost", wrapped ? "inside" : "outside");
              }
              chain.doFilter(request, response);
            });
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  OncePerRequestFilter doorkeeper() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        if (request.getRequestURI().equals("/blocked")) {
          response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
          chain.doFilter(request, response);
        }
      }
    };
  }
}
