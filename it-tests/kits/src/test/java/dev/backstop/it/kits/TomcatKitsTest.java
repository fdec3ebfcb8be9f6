package dev.backstop.it.kits;

import org.junit.jupiter.api.Nested;

/** The kits on Tomcat. */
class TomcatKitsTest {
  @Nested
  class Micrometer extends MicrometerKit {
    Micrometer() {
      super(new TomcatKitServer(), false);
    }
  }

  @Nested
  class MicrometerAsync extends MicrometerKit {
    MicrometerAsync() {
      super(new TomcatKitServer(), true);
    }
  }

  @Nested
  class OpenTelemetry extends OpenTelemetryKit {
    OpenTelemetry() {
      super(new TomcatKitServer(), KitServlet.Way.SYNC);
    }
  }

  @Nested
  class OpenTelemetryAsync extends OpenTelemetryKit {
    OpenTelemetryAsync() {
      super(new TomcatKitServer(), KitServlet.Way.ASYNC);
    }
  }

  @Nested
  class OpenTelemetryDispatch extends OpenTelemetryKit {
    OpenTelemetryDispatch() {
      super(new TomcatKitServer(), KitServlet.Way.DISPATCH);
    }
  }
}
