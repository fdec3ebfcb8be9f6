package dev.backstop.javalin;

import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;

/**
 * A client's view of a situation.
 *
 * @param path with the context path
 */
record Visit(int port, String method, String path, Meeting meeting) {
  RawHttpClient connect() {
    return RawHttpClient.connect(port);
  }

  /** Returns the request, each header a line without its end. */
  String request(String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** Sends the request over a connection of its own and reads all of the answer. */
  RawResponse ask(String... headers) {
    try (RawHttpClient client = connect()) {
      return client.send(request(headers)).read(method);
    }
  }

  RawResponse ask() {
    return ask(new String[0]);
  }
}
