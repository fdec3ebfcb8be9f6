package dev.backstop.problem;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of a failure: a status and an RFC 9457 problem detail. It says what its
 * author put in, and nothing else: no class name, message or stack of an exception.
 *
 * <pre>{@code
 * Problem.of(404);
 * Problem.builder(409)
 *     .type(URI.create("https://shop.example/problems/out-of-stock"))
 *     .title("Out of stock")
 *     .detail("Item 4711 is sold out")
 *     .with("item", 4711)
 *     .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Problem {
  private final int status;
  private final @Nullable URI type;
  private final @Nullable String title;
  private final @Nullable String detail;
  private final @Nullable URI instance;
  private final Map<String, Object> extensions;
  private final Map<String, String> headers;

  Problem(ProblemBuilder builder, Map<String, Object> extensions, Map<String, String> headers) {
    this.status = builder.status;
    this.type = builder.type;
    this.title = builder.title;
    this.detail = builder.detail;
    this.instance = builder.instance;
    this.extensions = extensions;
    this.headers = headers;
  }

  /**
   * {@return a problem with a status, and the usual words for it as title}
   *
   * @param status of the answer
   * @throws IllegalArgumentException where the status is not between 400 and 599
   */
  public static Problem of(int status) {
    return builder(status).build();
  }

  /**
   * {@return a problem with a status, and what the client is told of this occurrence of it}
   *
   * @param status of the answer
   * @param detail published: no message of an exception
   * @throws IllegalArgumentException where the status is not between 400 and 599
   */
  public static Problem of(int status, String detail) {
    return builder(status).detail(detail).build();
  }

  /**
   * {@return a builder}
   *
   * @param status of the answer
   * @throws IllegalArgumentException where the status is not between 400 and 599
   */
  public static ProblemBuilder builder(int status) {
    return new ProblemBuilder(status);
  }

  /** {@return the status of the answer, from 400 to 599} */
  public int status() {
    return status;
  }

  /** {@return what identifies this kind of problem, or null for {@code about:blank}} */
  public @Nullable URI type() {
    return type;
  }

  /** {@return the short summary of this kind of problem, or null} */
  public @Nullable String title() {
    return title;
  }

  /** {@return what the client is told of this occurrence, or null} */
  public @Nullable String detail() {
    return detail;
  }

  /** {@return what identifies this occurrence, or null} */
  public @Nullable URI instance() {
    return instance;
  }

  /** {@return the extension members, in the order in which they were added; unmodifiable} */
  public Map<String, Object> extensions() {
    return extensions;
  }

  /** {@return the headers that the answer carries besides those of its body; unmodifiable} */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * {@return the body of the answer: one JSON object (RFC 8259) in one line, with the members of
   * RFC 9457, section 3.1, that are set, then the extensions} Control characters, quotes, angle
   * brackets, ampersands and the marks that turn the direction of writing are escaped; a surrogate
   * without its other half becomes U+FFFD.
   */
  public String toJson() {
    JsonText json = new JsonText().open('{');
    if (type != null) {
      json.member("type", type.toASCIIString());
    }
    if (title != null) {
      json.member("title", title);
    }
    json.member("status", status);
    if (detail != null) {
      json.member("detail", detail);
    }
    if (instance != null) {
      json.member("instance", instance.toASCIIString());
    }
    extensions.forEach(json::member);
    return json.close('}').toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Problem that
        && status == that.status
        && Objects.equals(type, that.type)
        && Objects.equals(title, that.title)
        && Objects.equals(detail, that.detail)
        && Objects.equals(instance, that.instance)
        && extensions.equals(that.extensions)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, type, title, detail, instance, extensions, headers);
  }

  /** Returns its JSON. */
  @Override
  public String toString() {
    return toJson();
  }
}
