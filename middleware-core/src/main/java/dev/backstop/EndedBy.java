package dev.backstop;

/** The strongest source that is installed for an exchange: the only one that ends it. */
enum EndedBy {
  /** The container's own signal. */
  CONTAINER(1),
  /** The Servlet API's event, where Backstop is installed in a container that it does not know. */
  REQUEST_DESTROYED(2),
  /** The exit of the filter, where Backstop is a filter and nothing more. */
  FILTER_EXIT(3);

  /** What an exchange keeps of it: each eight bytes of an exchange count. */
  final byte code;

  EndedBy(int code) {
    this.code = (byte) code;
  }
}
