package dev.backstop.observe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tracing says what is missing when it is made, not by making no spans. */
class TracingClassPathTest {
  @Test
  void create_withoutTheSemanticConventions_saysWhatToAdd() throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains("opentelemetry-semconv"))
            .map(TracingClassPathTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader application =
        new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> api = application.loadClass(OpenTelemetry.class.getName());
      Method create = application.loadClass(Tracing.class.getName()).getMethod("create", api);
      Object noop = api.getMethod("noop").invoke(null);

      assertThatThrownBy(() -> create.invoke(null, noop))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("io.opentelemetry.semconv:opentelemetry-semconv");
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }
}
