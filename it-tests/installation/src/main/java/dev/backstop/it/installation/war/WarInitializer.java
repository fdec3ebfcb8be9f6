package dev.backstop.it.installation.war;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Installs Backstop without a web.xml. */
public final class WarInitializer implements ServletContainerInitializer {
  /** For the container. */
  public WarInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    WarListener.install(context);
  }
}
