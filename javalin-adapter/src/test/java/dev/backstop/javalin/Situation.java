package dev.backstop.javalin;

import dev.backstop.harness.RawResponse;
import io.javalin.config.JavalinConfig;

/**
 * One thing that can happen to a request.
 *
 * @param application what is configured for it
 * @param method of the request
 * @param path of the request, without the context path
 * @param client what the client does
 * @param expected what Backstop has to say of it
 */
record Situation(
    String name,
    Application application,
    String method,
    String path,
    Client client,
    Expected expected) {
  static final String ROUTE = "/s/{id}";

  /** Configures Javalin. */
  @FunctionalInterface
  interface Application {
    void configure(JavalinConfig config, Meeting meeting);
  }

  /** Asks, and returns what came. */
  @FunctionalInterface
  interface Client {
    RawResponse visit(Visit visit) throws Exception;
  }

  /** A GET of {@code /s/1}. */
  static Situation of(String name, Application application, Expected expected) {
    return new Situation(name, application, "GET", "/s/1", Visit::ask, expected);
  }

  Situation asking(String otherMethod, String otherPath) {
    return new Situation(name, application, otherMethod, otherPath, client, expected);
  }

  Situation by(Client other) {
    return new Situation(name, application, method, path, other, expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
