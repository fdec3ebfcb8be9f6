package dev.backstop.example;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes bodies of JSON. What is written is ASCII with every doubtful character escaped,
 * so that text from outside is harmless in a terminal and in a browser, and yet unchanged when
 * parsed.
 */
final class Json {
  private static final int LARGEST_BODY = 16 * 1024;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .characterEscapes(new HarmlessEscapes())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Returns a value as one line of JSON. */
  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Answers with a value. */
  static void send(ServletResponse response, int status, Object value) throws IOException {
    sendText((HttpServletResponse) response, status, text(value) + "\n");
  }

  /** Answers with an error that the client may read. */
  static void sendError(ServletResponse response, int status, String error) throws IOException {
    send(response, status, Map.of("error", error));
  }

  /** Answers with text that is JSON already. */
  static void sendText(HttpServletResponse response, int status, String json) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().print(json);
  }

  /**
   * Reads the body of a request.
   *
   * @throws InvalidRequestException where it is no JSON, is not called JSON, or is too large
   */
  static JsonNode read(HttpServletRequest request) throws IOException, InvalidRequestException {
    String type = request.getContentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new InvalidRequestException(
          415, "Content-Type is " + type + ": expected application/json");
    }
    byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new InvalidRequestException(
          413, "the body is too large: expected at most " + LARGEST_BODY + " bytes");
    }
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new InvalidRequestException(
          400,
          "the body is not JSON: expected an object as in {\"item\": \"lamp\", \"quantity\": 2}");
    }
  }
}
