package dev.backstop.kafka;

/** Where a {@link BackstopConsumer} is in its life. */
public enum ConsumerState {
  /** Not started. */
  NEW,
  /** It polls. */
  RUNNING,
  /** It was closed and ends what is open. */
  STOPPING,
  /** It was closed; the Kafka consumer is closed too. */
  STOPPED,
  /** It ended by a fatal error, {@link BackstopConsumer#failure}; the Kafka consumer is closed. */
  FAILED
}
