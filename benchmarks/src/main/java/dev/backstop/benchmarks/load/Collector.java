package dev.backstop.benchmarks.load;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The garbage collector of this JVM: how often it ran, how long everybody waited for it, and what
 * it left in the heap. For a collector whose collections are all pauses, as the serial one's are.
 *
 * <p>Thread-safe.
 */
final class Collector {
  private final List<GarbageCollectorMXBean> beans = ManagementFactory.getGarbageCollectorMXBeans();
  private final Set<String> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());
  private long noted;
  private long leftBytes;

  Collector() {
    for (GarbageCollectorMXBean bean : beans) {
      ((NotificationEmitter) bean)
          .addNotificationListener((notification, ignored) -> note(notification), null, null);
    }
  }

  private synchronized void note(Notification notification) {
    Map<String, MemoryUsage> after =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc();
    noted++;
    after.forEach(
        (pool, usage) -> {
          if (heap.contains(pool)) {
            leftBytes += usage.getUsed();
          }
        });
  }

  /** Returns how many collections there were so far. */
  long collections() {
    return beans.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  /** Returns of how many collections it is noted what they left, which is told a little later. */
  synchronized long noted() {
    return noted;
  }

  /** Returns the bytes that were in use after each noted collection, all summed up. */
  synchronized long leftBytes() {
    return leftBytes;
  }

  /** Returns how long all collections lasted; the sum is exact where each alone is rounded. */
  long pauseMillis() {
    return beans.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
  }
}
