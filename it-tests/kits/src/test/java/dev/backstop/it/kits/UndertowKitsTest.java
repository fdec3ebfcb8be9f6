package dev.backstop.it.kits;

import org.junit.jupiter.api.Nested;

/** The kits on Undertow. */
class UndertowKitsTest {
  @Nested
  class Micrometer extends MicrometerKit {
    Micrometer() {
      super(new UndertowKitServer(), false);
    }
  }

  @Nested
  class MicrometerAsync extends MicrometerKit {
    MicrometerAsync() {
      super(new UndertowKitServer(), true);
    }
  }

  @Nested
  class OpenTelemetry extends OpenTelemetryKit {
    OpenTelemetry() {
      super(new UndertowKitServer(), KitServlet.Way.SYNC);
    }
  }

  @Nested
  class OpenTelemetryAsync extends OpenTelemetryKit {
    OpenTelemetryAsync() {
      super(new UndertowKitServer(), KitServlet.Way.ASYNC);
    }
  }

  @Nested
  class OpenTelemetryDispatch extends OpenTelemetryKit {
    OpenTelemetryDispatch() {
      super(new UndertowKitServer(), KitServlet.Way.DISPATCH);
    }
  }
}
