package dev.backstop.example;

import java.net.BindException;

/** The service cannot start. The message says why, with which value, and what to do about it. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }

  static StartException portRefused(String host, int port, BindException refused) {
    return new StartException(
        "port "
            + port
            + " on "
            + host
            + " cannot be used ("
            + refused.getMessage()
            + "): expected a free port; stop the process that holds it, or choose another with"
            + " -Dport="
            + (port == 8081 ? 8082 : 8081)
            + " (-Dport=0 takes any free one)",
        refused);
  }
}
