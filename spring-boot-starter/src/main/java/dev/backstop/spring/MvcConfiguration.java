package dev.backstop.spring;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What controllers have of it, where Spring MVC is there. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({DispatcherServlet.class, WebMvcConfigurer.class})
class MvcConfiguration {
  @Bean
  ResolvedErrors backstopResolvedErrors() {
    return new ResolvedErrors();
  }

  @Bean
  UnresolvedErrors backstopUnresolvedErrors() {
    return new UnresolvedErrors();
  }

  @Bean
  WebMvcConfigurer backstopExchangeArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ExchangeArgument());
      }
    };
  }
}
