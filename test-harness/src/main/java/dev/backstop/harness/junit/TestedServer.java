package dev.backstop.harness.junit;

import java.net.URI;

/** The server that the tests of an extension call. */
interface TestedServer {
  /** Starts it, where that is the extension's business. */
  void start() throws Exception;

  /** Returns where it is; it has started. */
  URI baseUri();

  /** Stops it, where that is the extension's business. */
  void stop() throws Exception;
}
