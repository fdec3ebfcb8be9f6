package dev.backstop.it.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstop.Backstop;
import jakarta.servlet.Filter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Boot prints where the application cannot start. */
class RefusedStartTest {
  static Class<?>[] mistakes() {
    return new Class<?>[] {FilterBean.class, RegisteredFilter.class, ProxiedFilter.class};
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void filterOfBackstop_asABean_isNamedWithTheRemedy(Class<?> mistake) {
    assertThat(printedBy(mistake, "server.port=0"))
        .contains("APPLICATION FAILED TO START")
        .contains("The bean 'statusFilter'")
        .contains("Remove the bean 'statusFilter'");
  }

  @Test
  void value_thatCannotBe_isToldByItsProperty() {
    assertThat(printedBy(ShopApplication.class, "backstop.fallback-after=10ms"))
        .contains("APPLICATION FAILED TO START")
        .contains("backstop.fallback-after")
        .contains("Expected a second or more.");
  }

  @Test
  void value_thatIsNoDuration_isToldByItsProperty() {
    assertThat(printedBy(ShopApplication.class, "backstop.report-age=soon"))
        .contains("APPLICATION FAILED TO START")
        .contains("backstop.report-age");
  }

  private static String printedBy(Class<?> mistake, String property) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      SpringApplicationBuilder application =
          new SpringApplicationBuilder(ShopApplication.class, mistake)
              .properties("server.port=0", "spring.main.banner-mode=off", property);
      assertThatThrownBy(application::run).isNotNull();
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Configuration(proxyBeanMethods = false)
  static class FilterBean {
    @Bean
    Filter statusFilter(Backstop backstop) {
      return backstop.filter();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class RegisteredFilter {
    @Bean
    FilterRegistrationBean<Filter> statusFilter(Backstop backstop) {
      return new FilterRegistrationBean<>(backstop.filter());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class ProxiedFilter {
    @Bean
    Filter statusFilter(Backstop backstop) {
      return backstop.filter();
    }

    @Bean
    DelegatingFilterProxyRegistrationBean proxied() {
      return new DelegatingFilterProxyRegistrationBean("statusFilter");
    }
  }
}
