package shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;

class Search {
  int find(Span span, String word) {
    try (Scope scope = span.makeCurrent()) {
      return word.length();
    }
  }
}
