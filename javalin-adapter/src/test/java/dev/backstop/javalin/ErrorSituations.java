package dev.backstop.javalin;

import static dev.backstop.javalin.Expected.status;

import io.javalin.http.BadGatewayResponse;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.validation.ValidationException;
import java.util.List;

/** Throws at each stage of a request, and what the application makes of them. */
final class ErrorSituations {
  private ErrorSituations() {}

  /** Thrown by handlers. */
  static final class OrderException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Thrown by handlers. */
  static final class OrderError extends Error {
    private static final long serialVersionUID = 1;
  }

  /** A logger that throws: named, since the fence changes the answer. */
  static final String LOGGER_THROWS = "logger throws";

  static final String LOGGER_THROWS_ERROR = "logger throws an Error";

  static List<Situation> all() {
    return List.of(
        Situation.of(
            "ok", (config, at) -> config.routes.get("/s/{id}", c -> c.result("ok")), status(200)),
        Situation.of(
            "handler throws",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new OrderException();
                    }),
            status(500).handled(OrderException.class)),
        Situation.of(
            "handler throws an Error",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new OrderError();
                    }),
            status(500).handled(OrderError.class)),
        Situation.of(
            "before throws",
            (config, at) -> {
              config.routes.before(
                  c -> {
                    throw new OrderException();
                  });
              config.routes.get("/s/{id}", c -> c.result("never"));
            },
            status(500).handled(OrderException.class)),
        Situation.of(
            "before throws where nothing else matches",
            (config, at) ->
                config.routes.before(
                    "/s/*",
                    c -> {
                      throw new OrderException();
                    }),
            status(500).handled(OrderException.class).route("/s/*")),
        Situation.of(
            "before-matched throws",
            (config, at) -> {
              config.routes.beforeMatched(
                  c -> {
                    throw new OrderException();
                  });
              config.routes.get("/s/{id}", c -> c.result("never"));
            },
            status(500).handled(OrderException.class)),
        Situation.of(
            "after throws",
            (config, at) -> {
              config.routes.get("/s/{id}", c -> c.result("ok"));
              config.routes.after(
                  c -> {
                    throw new OrderException();
                  });
            },
            status(500).handled(OrderException.class)),
        Situation.of(
            "after-matched throws",
            (config, at) -> {
              config.routes.get("/s/{id}", c -> c.result("ok"));
              config.routes.afterMatched(
                  c -> {
                    throw new OrderException();
                  });
            },
            status(500).handled(OrderException.class)),
        Situation.of(
            "error mapper throws",
            (config, at) -> {
              config.routes.get("/s/{id}", c -> c.status(503).result("busy"));
              config.routes.error(
                  503,
                  c -> {
                    throw new OrderException();
                  });
            },
            status(500).handled(OrderException.class)),
        Situation.of(
            "error mapper answers",
            (config, at) -> {
              config.routes.get(
                  "/s/{id}",
                  c -> {
                    throw new OrderException();
                  });
              config.routes.error(500, c -> c.status(502).result("mapped"));
            },
            status(502).handled(OrderException.class)),
        Situation.of(
            "exception mapper throws",
            (config, at) -> {
              config.routes.get(
                  "/s/{id}",
                  c -> {
                    throw new OrderException();
                  });
              config.routes.exception(
                  OrderException.class,
                  (e, c) -> {
                    throw new IllegalStateException("mapper");
                  });
            },
            status(500).handled(OrderException.class)),
        mapped(409),
        mapped(200),
        mapped(503),
        Situation.of(
            "HttpResponseException below 500",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new ForbiddenResponse();
                    }),
            status(403)),
        Situation.of(
            "HttpResponseException of 500 and more",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new BadGatewayResponse();
                    }),
            status(502).handled(BadGatewayResponse.class)),
        Situation.of(
            "handler answers 404",
            (config, at) ->
                config.routes.get(
                    "/s/{id}",
                    c -> {
                      throw new NotFoundResponse();
                    }),
            status(404)),
        Situation.of(
            "validation fails",
            (config, at) -> {
              config.routes.get(
                  "/s/{id}", c -> c.queryParamAsClass("n", Integer.class).required().get());
              config.routes.exception( // Javalin's own needs a JSON mapper
                  ValidationException.class, (e, c) -> c.status(400).result("n is missing"));
            },
            status(400).handled(ValidationException.class)),
        Situation.of(
            LOGGER_THROWS,
            (config, at) -> {
              config.routes.get("/s/{id}", c -> c.result("ok"));
              config.requestLogger.http(
                  (c, millis) -> {
                    throw new OrderException();
                  });
            },
            status(200).handled(OrderException.class)),
        Situation.of(
            LOGGER_THROWS_ERROR,
            (config, at) -> {
              config.routes.get("/s/{id}", c -> c.result("ok"));
              config.requestLogger.http(
                  (c, millis) -> {
                    throw new OrderError();
                  });
            },
            status(200).handled(OrderError.class)),
        Situation.of(
            "logger throws after an error",
            (config, at) -> {
              config.routes.get(
                  "/s/{id}",
                  c -> {
                    throw new OrderException();
                  });
              config.requestLogger.http(
                  (c, millis) -> {
                    throw new IllegalStateException("logger");
                  });
            },
            status(500).handled(OrderException.class)));
  }

  private static Situation mapped(int status) {
    return Situation.of(
        "exception mapped to " + status,
        (config, at) -> {
          config.routes.get(
              "/s/{id}",
              c -> {
                throw new OrderException();
              });
          config.routes.exception(
              OrderException.class, (e, c) -> c.status(status).result("mapped"));
        },
        status(status).handled(OrderException.class));
  }
}
