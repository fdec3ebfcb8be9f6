package dev.backstop.javalin;

import static dev.backstop.javalin.Expected.status;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.javalin.ErrorSituations.OrderException;
import io.javalin.http.UnauthorizedResponse;
import java.util.List;

/** WebSocket upgrades, which pass Javalin's request lifecycle by. */
final class UpgradeSituations {
  private UpgradeSituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of("upgrade", (config, at) -> config.routes.ws("/s/{id}", ws -> {}), status(101))
            .by(UpgradeSituations::upgrade),
        Situation.of(
                "upgrade of an unknown path",
                (config, at) -> config.routes.ws("/other/{id}", ws -> {}),
                status(404).route(null))
            .by(UpgradeSituations::upgrade),
        Situation.of(
                "upgrade rejected",
                (config, at) -> {
                  config.routes.wsBeforeUpgrade(
                      c -> {
                        throw new UnauthorizedResponse();
                      });
                  config.routes.ws("/s/{id}", ws -> {});
                },
                status(401))
            .by(UpgradeSituations::upgrade),
        Situation.of(
                "wsBeforeUpgrade throws",
                (config, at) -> {
                  config.routes.wsBeforeUpgrade(
                      c -> {
                        throw new OrderException();
                      });
                  config.routes.ws("/s/{id}", ws -> {});
                },
                status(500).handled(OrderException.class))
            .by(UpgradeSituations::upgrade),
        Situation.of(
                "wsAfterUpgrade throws",
                (config, at) -> {
                  config.routes.wsAfterUpgrade(
                      c -> {
                        throw new OrderException();
                      });
                  config.routes.ws("/s/{id}", ws -> {});
                },
                status(101).handled(OrderException.class))
            .by(UpgradeSituations::upgrade),
        Situation.of(
                "upgrade of another version",
                (config, at) -> config.routes.ws("/s/{id}", ws -> {}),
                status(405))
            .by(visit -> handshake(visit, "7")));
  }

  private static RawResponse upgrade(Visit visit) {
    return handshake(visit, "13");
  }

  private static RawResponse handshake(Visit visit, String version) {
    try (RawHttpClient client = visit.connect()) {
      client.send(
          visit.request(
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
              "Sec-WebSocket-Version: " + version));
      return client.read("GET");
    }
  }
}
