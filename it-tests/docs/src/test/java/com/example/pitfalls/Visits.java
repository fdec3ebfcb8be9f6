package com.example.pitfalls;

import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Servlet;

/**
 * Two requests on one thread of a Jetty without Backstop, which have nothing to do with each other.
 *
 * @param first the trace id that the servlet in question answered with
 * @param next that of the next request
 */
record Visits(String first, String next) {
  static Visits of(Servlet servlet, Tracer tracer) throws Exception {
    try (PlainJetty jetty =
        new PlainJetty()
            .filter("/*", new OneThread())
            .servlet("/first", servlet)
            .servlet("/next", new NextVisitor(tracer))
            .start()) {
      return new Visits(jetty.get("/first").asString(), jetty.get("/next").asString());
    }
  }
}
