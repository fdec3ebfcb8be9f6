package dev.backstop.it;

import dev.backstop.it.installation.ContextServer;
import dev.backstop.it.installation.ErrorContract;

class JettyErrorTest extends ErrorContract {
  @Override
  protected ContextServer newServer() {
    return new JettyContexts();
  }

  @Override
  protected int statusOfTimeoutCompletedEmpty() {
    return 504; // Jetty says "async started" all the same, and takes a second complete()
  }
}
