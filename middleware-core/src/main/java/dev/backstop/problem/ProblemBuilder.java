package dev.backstop.problem;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Problem}. Text of any length and content may be given: it is cut after 2,048
 * characters, and of the extensions together no more than 1,000 values and 32,768 characters are
 * kept. Names, URIs and the status are the application's own, and checked at once.
 *
 * <p>Not thread-safe.
 */
public final class ProblemBuilder {
  private static final int LONGEST_URI = 2_048;
  private static final Pattern MEMBER =
      Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}"); // RFC 9457, 3.2
  private static final Pattern TOKEN =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}"); // RFC 9110
  private static final Set<String> MEMBERS =
      Set.of("type", "title", "status", "detail", "instance");
  private static final Set<String> OF_THE_MESSAGE =
      Set.of("transfer-encoding", "connection", "trailer", "upgrade", "etag", "last-modified");

  final int status;
  @Nullable URI type;
  @Nullable String title;
  @Nullable String detail;
  @Nullable URI instance;
  private final Map<String, Object> extensions = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final JsonCopy copy = new JsonCopy();

  ProblemBuilder(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "status "
              + status
              + " is no problem's: expected 400 to 599, an error of the client or"
              + " of the server");
    }
    this.status = status;
    this.title = ReasonPhrase.of(status);
  }

  /**
   * Sets what identifies this kind of problem: an URI that is the same each time, best one where
   * people find it explained. Without it the type is {@code about:blank}: no more than its status.
   *
   * @param kind absolute or relative
   * @return this builder
   * @throws IllegalArgumentException where it is longer than 2,048 characters
   */
  public ProblemBuilder type(URI kind) {
    type = checked(kind, "type");
    return this;
  }

  /**
   * Sets the short summary of this kind of problem; the default is the usual words for the status.
   *
   * @param summary cut where it is long
   * @return this builder
   */
  public ProblemBuilder title(String summary) {
    title = JsonCopy.cut(Objects.requireNonNull(summary, "title is null; leave the call out"));
    return this;
  }

  /**
   * Sets what the client is told of this occurrence. It is published: no message of an exception.
   *
   * @param explanation cut where it is long
   * @return this builder
   */
  public ProblemBuilder detail(String explanation) {
    detail =
        JsonCopy.cut(Objects.requireNonNull(explanation, "detail is null; leave the call out"));
    return this;
  }

  /**
   * Sets what identifies this occurrence.
   *
   * @param occurrence absolute or relative
   * @return this builder
   * @throws IllegalArgumentException where it is longer than 2,048 characters
   */
  public ProblemBuilder instance(URI occurrence) {
    instance = checked(occurrence, "instance");
    return this;
  }

  private static URI checked(URI uri, String member) {
    Objects.requireNonNull(uri, member + " is null; leave the call out");
    if (uri.toASCIIString().length() > LONGEST_URI) {
      throw new IllegalArgumentException(
          member + " has " + uri.toASCIIString().length() + " characters: expected at most 2,048");
    }
    return uri;
  }

  /**
   * Adds an extension member (RFC 9457, section 3.2). The value is copied.
   *
   * @param name a letter, then letters, digits and underscores, 64 at most
   * @param value text, a number, a boolean, or a collection or map of such, eight deep at most
   * @return this builder
   * @throws IllegalArgumentException where the name is taken or is not of that form, or where the
   *     value has no form in JSON
   */
  public ProblemBuilder with(String name, Object value) {
    if (!MEMBER.matcher(name).matches() || MEMBERS.contains(name)) {
      throw new IllegalArgumentException(
          "extension '"
              + JsonCopy.cut(name)
              + "': expected a letter, then letters, digits and"
              + " underscores, 64 at most, and none of "
              + MEMBERS);
    }
    Objects.requireNonNull(value, () -> "extension '" + name + "' is null; leave it out");
    Object kept = copy.of(value, name);
    if (kept != null) {
      extensions.put(name, kept);
    }
    return this;
  }

  /**
   * Sets a header of the answer, as {@code WWW-Authenticate} or {@code Retry-After}; it takes the
   * place of one that the application has set. Control characters of the value become blanks.
   *
   * @param name without regard to case
   * @param value cut where it is long
   * @return this builder
   * @throws IllegalArgumentException where the name is no token (RFC 9110, section 5.6.2), or is
   *     one of those that belong to the body and the connection
   */
  public ProblemBuilder header(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!TOKEN.matcher(name).matches()
        || lower.startsWith("content-")
        || OF_THE_MESSAGE.contains(lower)) {
      throw new IllegalArgumentException(
          "header '"
              + JsonCopy.cut(name)
              + "': expected a token of 64 characters at most, and no"
              + " header of the body or the connection, which Backstop and the container set");
    }
    headers.put(name, headerValue(JsonCopy.cut(value)));
    return this;
  }

  private static String headerValue(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      safe.append(
          c >= ' ' && c < 0x7F ? c : ' '); // what is not ASCII differs from server to server
    }
    return safe.toString().strip();
  }

  /** {@return the problem} */
  public Problem build() {
    return new Problem(
        this,
        Collections.unmodifiableMap(new LinkedHashMap<>(extensions)),
        Collections.unmodifiableMap(new LinkedHashMap<>(headers)));
  }
}
