package dev.backstop.kafka;

/** A {@link BackstopConsumer} ended by an error, which is the cause. */
public final class KafkaConsumerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaConsumerFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
