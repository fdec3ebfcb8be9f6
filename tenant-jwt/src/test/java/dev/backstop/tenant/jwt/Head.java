package dev.backstop.tenant.jwt;

import dev.backstop.completion.RequestHead;
import java.util.List;

/** A request with nothing but {@code Authorization}, as often as is wanted. */
record Head(List<String> authorization) implements RequestHead {
  Head(String... authorization) {
    this(List.of(authorization));
  }

  static Head bearer(String token) {
    return new Head("Bearer " + token);
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public String query() {
    return null;
  }

  @Override
  public String scheme() {
    return "https";
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String serverName() {
    return "localhost";
  }

  @Override
  public int serverPort() {
    return 443;
  }

  @Override
  public String peerAddress() {
    return "192.0.2.7";
  }

  @Override
  public int peerPort() {
    return 40_000;
  }

  @Override
  public String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase("Authorization") ? authorization : List.of();
  }

  @Override
  public Iterable<String> headerNames() {
    return List.of("Authorization");
  }
}
