package dev.backstop.spring;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** Stops the start of an application that has {@code backstop.filter()} as a bean. */
final class FilterBeanCheck implements BeanPostProcessor {
  // The class is not public, and need not be: a test holds its name.
  private static final String FILTER = "dev.backstop.BackstopFilter";

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (isOurs(bean)) {
      throw new FilterBeanException(beanName, false);
    }
    if (bean instanceof FilterRegistrationBean<?> registration) {
      Filter filter = registration.getFilter();
      if (filter != null && isOurs(filter)) {
        throw new FilterBeanException(beanName, true);
      }
    }
    return bean;
  }

  private static boolean isOurs(Object bean) {
    return bean.getClass().getName().equals(FILTER);
  }
}
