package dev.backstop.it.peers;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.http.HttpResponseParser;
import brave.http.HttpTracing;
import brave.jakarta.servlet.TracingFilter;
import brave.propagation.TraceContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * Brave's filter, mapped for all dispatches, with a parser that tags every status: its default
 * leaves out those of success.
 */
final class BravePeer extends SpanHandler implements Peer {
  private static final String STATUS = "http.status_code";

  private final Records records = new Records();
  private final Tracing tracing = Tracing.newBuilder().addSpanHandler(this).build();

  @Override
  public void install(ServletContext context) {
    HttpTracing http =
        HttpTracing.newBuilder(tracing)
            .serverResponseParser(
                (response, trace, span) -> {
                  HttpResponseParser.DEFAULT.parse(response, trace, span);
                  span.tag(STATUS, Integer.toString(response.statusCode()));
                })
            .build();
    Peer.map(context, TracingFilter.create(http), EnumSet.allOf(DispatcherType.class));
  }

  @Override
  public boolean end(TraceContext context, MutableSpan span, Cause cause) {
    String status = Objects.requireNonNullElse(span.tag(STATUS), "0");
    records.add(
        Objects.requireNonNull(span.tag("http.path")),
        Told.now(Integer.parseInt(status), span.error()));
    return true;
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }

  @Override
  public void close() {
    tracing.close();
  }
}
