package dev.backstop.harness.http2;

/** What containers do differently over HTTP/2, as the client sees it. */
public enum Http2Fact {
  /** The client's GOAWAY may cut its open streams: Tomcat 11.0.27. Jetty lets them finish. */
  GOAWAY_CUTS,
  /**
   * An answer that an exception cut short after the commit gets END_STREAM and then RST_STREAM:
   * Tomcat 11.0.27. Jetty resets the stream without ending it.
   */
  EXCEPTION_AFTER_COMMIT_ENDS_BEFORE_RESET,
  /**
   * A head alone that meets the reset of its stream is dropped, and passes for sent, until the
   * application has been told of the reset: Tomcat 11.0.27.
   */
  HEAD_IS_LOST_TO_A_RESET,
  /** Seen once in some hundred times: Tomcat 11.0.27. The watchdog ends such an exchange. */
  LISTENER_MAY_NOT_BE_TOLD_OF_A_RESET
}
