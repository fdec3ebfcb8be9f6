package dev.backstop.spring;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.support.ErrorPageFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;

/** What a WAR needs, whose error pages are made by a filter and not by the container. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean(ErrorPageFilter.class)
class WarConfiguration {
  @Bean
  FilterRegistrationBean<WarErrors> backstopWarErrors() {
    FilterRegistrationBean<WarErrors> registration = new FilterRegistrationBean<>(new WarErrors());
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2); // the ErrorPageFilter has + 1
    return registration;
  }
}
