package com.example.pitfalls;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session with a mail server: a resource that somebody has to close, and that notes its life. */
final class MailSession implements AutoCloseable {
  private final List<String> life = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Sends a mail.
   *
   * @throws IllegalStateException where the session is closed
   */
  void send(String mail) {
    if (closed) {
      life.add("refused " + mail);
      throw new IllegalStateException("the session is closed");
    }
    life.add("sent " + mail);
  }

  /** Notes what happened to somebody else. */
  void note(String event) {
    life.add(event);
  }

  @Override
  public void close() {
    closed = true;
    life.add("closed");
  }

  /** Returns what happened to it, in order. */
  List<String> life() {
    return List.copyOf(life);
  }
}
