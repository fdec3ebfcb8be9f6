package dev.backstop.kafka;

import dev.backstop.ErrorCategories;
import org.jspecify.annotations.Nullable;

/** What a consumer was told to do with its records; one of the handlers is null. */
record Settings<K, V>(
    @Nullable RecordHandler<K, V> handler,
    @Nullable BatchHandler<K, V> batchHandler,
    int mostInBatch,
    Retry retry,
    @Nullable DeadLetters<K, V> deadLetters,
    ErrorCategories categories,
    long recordDeadlineNanos,
    int concurrency,
    long graceNanos,
    long giveUpNanos) {}
