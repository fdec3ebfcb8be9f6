package dev.backstop.it.kits;

import org.junit.jupiter.api.Nested;

/** The kits on Jetty. */
class JettyKitsTest {
  @Nested
  class Micrometer extends MicrometerKit {
    Micrometer() {
      super(new JettyKitServer(), false);
    }
  }

  @Nested
  class MicrometerAsync extends MicrometerKit {
    MicrometerAsync() {
      super(new JettyKitServer(), true);
    }
  }

  @Nested
  class OpenTelemetry extends OpenTelemetryKit {
    OpenTelemetry() {
      super(new JettyKitServer(), KitServlet.Way.SYNC);
    }
  }

  @Nested
  class OpenTelemetryAsync extends OpenTelemetryKit {
    OpenTelemetryAsync() {
      super(new JettyKitServer(), KitServlet.Way.ASYNC);
    }
  }

  @Nested
  class OpenTelemetryDispatch extends OpenTelemetryKit {
    OpenTelemetryDispatch() {
      super(new JettyKitServer(), KitServlet.Way.DISPATCH);
    }
  }
}
