package dev.backstop.harness.http2;

/** What containers do differently over HTTP/2, as the client sees it. */
public enum Http2Fact {
  /** The client's GOAWAY may cut its open streams: Tomcat 11.0.27. Jetty lets them finish. */
  GOAWAY_CUTS,
  /**
   * An answer that an exception cut short after the commit gets END_STREAM and then RST_STREAM:
   * Tomcat 11.0.27. Jetty resets the stream without ending it.
   */
  EXCEPTION_AFTER_COMMIT_ENDS_BEFORE_RESET
}
