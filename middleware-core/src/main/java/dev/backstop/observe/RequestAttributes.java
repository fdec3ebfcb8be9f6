package dev.backstop.observe;

import static io.opentelemetry.semconv.ClientAttributes.CLIENT_ADDRESS;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_REQUEST_METHOD;
import static io.opentelemetry.semconv.HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL;
import static io.opentelemetry.semconv.NetworkAttributes.NETWORK_PEER_ADDRESS;
import static io.opentelemetry.semconv.NetworkAttributes.NETWORK_PEER_PORT;
import static io.opentelemetry.semconv.NetworkAttributes.NETWORK_PROTOCOL_VERSION;
import static io.opentelemetry.semconv.ServerAttributes.SERVER_ADDRESS;
import static io.opentelemetry.semconv.ServerAttributes.SERVER_PORT;
import static io.opentelemetry.semconv.UrlAttributes.URL_PATH;
import static io.opentelemetry.semconv.UrlAttributes.URL_QUERY;
import static io.opentelemetry.semconv.UrlAttributes.URL_SCHEME;
import static io.opentelemetry.semconv.UserAgentAttributes.USER_AGENT_ORIGINAL;

import dev.backstop.Exchange;
import dev.backstop.completion.RequestHead;
import dev.backstop.outcome.Untrusted;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.semconv.HttpAttributes.HttpRequestMethodValues;
import org.jspecify.annotations.Nullable;

/** What a span tells of the request; set before it starts, so that samplers see it. */
final class RequestAttributes {
  private static final int LONGEST = 2048;
  private static final int LONGEST_METHOD = 64;

  private final boolean queries;
  private final QueryRedaction redaction;
  private Long lastServerPort = 0L; // boxed once: a server listens on few; a race costs a box

  RequestAttributes(TracingBuilder builder) {
    this.queries = builder.queries;
    this.redaction = new QueryRedaction(builder.sensitive);
  }

  void set(SpanBuilder builder, Exchange exchange, RequestHead head, boolean knownMethod) {
    if (knownMethod) {
      builder.setAttribute(HTTP_REQUEST_METHOD, exchange.method());
    } else {
      builder.setAttribute(HTTP_REQUEST_METHOD, HttpRequestMethodValues.OTHER);
      set(builder, HTTP_REQUEST_METHOD_ORIGINAL, exchange.method(), LONGEST_METHOD);
    }
    set(builder, URL_PATH, exchange.path(), LONGEST);
    builder.setAttribute(URL_SCHEME, head.scheme());
    String query = queries ? head.query() : null;
    if (query != null && !query.isEmpty()) {
      set(builder, URL_QUERY, redaction.redact(query), LONGEST);
    }
    set(builder, SERVER_ADDRESS, head.serverName(), LONGEST);
    if (head.serverPort() > 0) {
      builder.setAttribute(SERVER_PORT, boxed(head.serverPort()));
    }
    String peer = head.peerAddress();
    if (peer != null) {
      builder.setAttribute(CLIENT_ADDRESS, peer);
      builder.setAttribute(NETWORK_PEER_ADDRESS, peer);
      if (head.peerPort() > 0) {
        builder.setAttribute(NETWORK_PEER_PORT, (long) head.peerPort());
      }
    }
    set(builder, NETWORK_PROTOCOL_VERSION, versionOf(head.protocol()), LONGEST_METHOD);
    set(builder, USER_AGENT_ORIGINAL, head.header("User-Agent"), LONGEST);
  }

  private Long boxed(int serverPort) {
    Long last = lastServerPort;
    if (last.intValue() != serverPort) {
      last = (long) serverPort;
      lastServerPort = last;
    }
    return last;
  }

  private static void set(
      SpanBuilder builder, AttributeKey<String> key, @Nullable String value, int longest) {
    if (value != null) {
      builder.setAttribute(key, Untrusted.cut(value, longest));
    }
  }

  private static @Nullable String versionOf(@Nullable String protocol) {
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    return switch (protocol) {
      case "HTTP/1.1" -> "1.1";
      case "HTTP/1.0" -> "1.0";
      case "HTTP/2.0" -> "2";
      case "HTTP/3.0" -> "3";
      default -> protocol.substring("HTTP/".length());
    };
  }
}
