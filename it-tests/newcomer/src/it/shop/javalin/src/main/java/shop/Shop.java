// tag::app[]
package shop;

import dev.backstop.Backstop;
import dev.backstop.javalin.BackstopPlugin;
import dev.backstop.observe.AccessLog;
import dev.backstop.pitfall.PitfallListener;
import io.javalin.Javalin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public class Shop {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shop.class);

  public static void main(String[] args) {
    Javalin.create(
            config -> {
              config.registerPlugin(
                  new BackstopPlugin(
                      plugin ->
                          plugin.backstop =
                              Backstop.builder()
                                  .use(AccessLog.create())
                                  .onPitfall(PitfallListener.logging())
                                  .build()));
              config.routes.get(
                  "/orders/{id}",
                  ctx -> {
                    ctx.with(BackstopPlugin.class)
                        .register("audit", outcome -> LOGGER.info("audited {}", outcome.status()));
                    ctx.result("order " + Integer.parseInt(ctx.pathParam("id")));
                  });
            })
        .start(Integer.getInteger("port", 8080));
  }
}
// end::app[]
