package dev.backstop.javalin;

import static dev.backstop.javalin.Expected.status;

import dev.backstop.harness.RawResponse;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.util.List;

/** Answers without an endpoint of their own, and those of other methods. */
final class ResourceSituations {
  private ResourceSituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of("static file", (config, at) -> files(config), status(200).route("/*"))
            .asking("GET", "/hello.txt"),
        Situation.of(
                "HEAD of a static file", (config, at) -> files(config), status(200).route("/*"))
            .asking("HEAD", "/hello.txt"),
        Situation.of("304 of a static file", (config, at) -> files(config), status(304).route("/*"))
            .asking("GET", "/hello.txt")
            .by(ResourceSituations::askAgain),
        Situation.of(
                "single page",
                (config, at) -> config.spaRoot.addHandler("/", c -> c.html("<p>page</p>")),
                status(200).route("/*"))
            .asking("GET", "/any/page/1"),
        Situation.of(
                "304 by ETag",
                (config, at) -> {
                  config.http.generateEtags = true;
                  config.routes.get("/s/{id}", c -> c.header("ETag", "\"e1\"").result("ok"));
                },
                status(304))
            .by(visit -> visit.ask("If-None-Match: \"e1\"")),
        Situation.of(
            "redirect in before",
            (config, at) -> {
              config.routes.before(c -> c.redirect("/elsewhere"));
              config.routes.get("/s/{id}", c -> c.result("never"));
            },
            status(302)),
        Situation.of(
            "redirect in before where nothing else matches",
            (config, at) -> config.routes.before("/s/*", c -> c.redirect("/elsewhere")),
            status(302).route("/s/*")),
        Situation.of(
            "redirect in handler",
            (config, at) -> config.routes.get("/s/{id}", c -> c.redirect("/elsewhere")),
            status(302)),
        Situation.of(
            "skipRemainingHandlers in before",
            (config, at) -> {
              config.routes.before(c -> c.status(401).result("no").skipRemainingHandlers());
              config.routes.get("/s/{id}", c -> c.result("never"));
            },
            status(401)),
        Situation.of(
            "skipRemainingHandlers in before where nothing else matches",
            (config, at) ->
                config.routes.before(c -> c.status(401).result("no").skipRemainingHandlers()),
            status(401).route("/*")),
        Situation.of(
                "HEAD on a GET route",
                (config, at) -> config.routes.get("/s/{id}", c -> c.result("ok")),
                status(200))
            .asking("HEAD", "/s/1"),
        Situation.of(
                "HEAD on a HEAD route",
                (config, at) -> config.routes.head("/s/{id}", c -> c.result("ok")),
                status(200))
            .asking("HEAD", "/s/1"),
        Situation.of(
            "404",
            (config, at) -> config.routes.post("/other/{id}", c -> c.result("never")),
            status(404).route(null)),
        Situation.of(
            "404 behind a before",
            (config, at) -> config.routes.before("/s/*", c -> c.header("X-Seen", "1")),
            status(404).route(null)),
        Situation.of(
            "404 with an error mapper",
            (config, at) -> config.routes.error(404, c -> c.result("nothing at " + c.path())),
            status(404).route(null)),
        Situation.of(
            "405 as a 404",
            (config, at) -> config.routes.post("/s/{id}", c -> c.result("never")),
            status(404).route(null)),
        Situation.of(
            "405",
            (config, at) -> {
              config.http.prefer405over404 = true;
              config.routes.post("/s/{id}", c -> c.result("never"));
            },
            status(405).route(null)),
        Situation.of(
                "gzip",
                (config, at) -> config.routes.get("/s/{id}", c -> c.result("abc".repeat(10_000))),
                status(200))
            .by(visit -> visit.ask("Accept-Encoding: gzip")),
        Situation.of(
                "gzip of a future",
                (config, at) ->
                    config.routes.get(
                        "/s/{id}", c -> c.async(() -> c.result("abc".repeat(10_000)))),
                status(200))
            .by(visit -> visit.ask("Accept-Encoding: gzip")),
        Situation.of(
            "response head too large",
            (config, at) ->
                config.routes.get(
                    "/s/{id}", c -> c.header("X-Large", "x".repeat(20_000)).result("ok")),
            status(500)));
  }

  private static void files(JavalinConfig config) {
    config.staticFiles.add("/public", Location.CLASSPATH);
    config.staticFiles.add(
        files -> {
          files.directory = "/public";
          files.hostedPath = "/again";
          files.location = Location.CLASSPATH;
        });
  }

  private static RawResponse askAgain(Visit visit) {
    String other = visit.path().replace("/hello.txt", "/again/hello.txt");
    RawResponse first = new Visit(visit.port(), "GET", other, visit.meeting()).ask();
    return visit.ask("If-None-Match: " + first.header("ETag"));
  }
}
