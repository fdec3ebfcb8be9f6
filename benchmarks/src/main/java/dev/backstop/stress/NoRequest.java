package dev.backstop.stress;

import dev.backstop.completion.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a request that nobody sent. */
public enum NoRequest implements RequestHead {
  /** The only one. */
  GET;

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public @Nullable String query() {
    return null;
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public @Nullable String serverName() {
    return null;
  }

  @Override
  public int serverPort() {
    return 0;
  }

  @Override
  public @Nullable String peerAddress() {
    return null;
  }

  @Override
  public int peerPort() {
    return 0;
  }

  @Override
  public @Nullable String header(String name) {
    return null;
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
  }

  @Override
  public Iterable<String> headerNames() {
    return List.of();
  }
}
