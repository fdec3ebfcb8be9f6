package dev.backstop.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class FilterBeanTest {
  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(BackstopAutoConfiguration.class));

  @Test
  void filter_asABean_stopsTheStartAndSaysWhatToRemove() {
    web.withUserConfiguration(FilterBean.class)
        .run(
            context -> {
              FailureAnalysis told = new FilterBeanAnalyzer().analyze(context.getStartupFailure());
              assertThat(told.getDescription())
                  .startsWith("The bean 'statusFilter' is backstop.filter().");
              assertThat(told.getAction())
                  .startsWith("Remove the bean 'statusFilter'")
                  .contains("backstop.enabled=false");
            });
  }

  @Test
  void filter_inARegistration_stopsTheStartAndSaysWhatToRemove() {
    web.withUserConfiguration(RegistrationBean.class)
        .run(
            context -> {
              FailureAnalysis told = new FilterBeanAnalyzer().analyze(context.getStartupFailure());
              assertThat(told.getDescription())
                  .startsWith("The bean 'registered' registers backstop.filter().");
              assertThat(told.getAction()).startsWith("Remove the bean 'registered'");
            });
  }

  @Test
  void filter_asABeanWhereTheStarterIsOff_isTheApplicationsOwnWay() {
    web.withPropertyValues("backstop.enabled=false")
        .withBean("statusFilter", Filter.class, () -> Backstop.builder().build().filter())
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void filter_ofTheApplication_isLeftAlone() {
    web.withBean("own", Filter.class, () -> (request, response, chain) -> {})
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Configuration(proxyBeanMethods = false)
  static class FilterBean {
    @Bean
    Filter statusFilter(Backstop backstop) {
      return backstop.filter();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class RegistrationBean {
    @Bean
    FilterRegistrationBean<Filter> registered(Backstop backstop) {
      return new FilterRegistrationBean<>(backstop.filter());
    }
  }
}
