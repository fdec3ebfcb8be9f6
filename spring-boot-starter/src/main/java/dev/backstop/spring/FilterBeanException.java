package dev.backstop.spring;

/** The application exposes {@code backstop.filter()} as a bean, which would install it twice. */
final class FilterBeanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String bean;
  private final boolean registration;

  FilterBeanException(String bean, boolean registration) {
    super(
        "bean '" + bean + "' is backstop.filter(), and the starter has installed Backstop already");
    this.bean = bean;
    this.registration = registration;
  }

  String bean() {
    return bean;
  }

  /** Returns whether the bean registers the filter, rather than being it. */
  boolean isRegistration() {
    return registration;
  }
}
