package dev.backstop.observe;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For Backstop's own packages: the distinct values that one tag has taken. Past a limit every new
 * value becomes the same fixed one, with a warning, once: a meter backend pays for each value for
 * as long as it lives.
 *
 * <p>Thread-safe. A known value is found without a lock and without an allocation.
 */
public final class BoundedNames {
  private static final Logger LOGGER = LoggerFactory.getLogger(Metrics.class);
  private static final int LONGEST = 256;

  private final String tag;
  private final int limit;
  private final String other;
  private final String remedy;
  private final ConcurrentMap<String, String> admitted = new ConcurrentHashMap<>();
  private volatile boolean full;

  /**
   * Makes one without values.
   *
   * @param tag what the warning calls it
   * @param limit how many values are admitted
   * @param other what every further one becomes
   * @param remedy what the warning says to do where the values are all right
   */
  public BoundedNames(String tag, int limit, String other, String remedy) {
    this.tag = tag;
    this.limit = limit;
    this.other = other;
    this.remedy = remedy;
  }

  /**
   * {@return the value as first seen, or the fixed one where it came too late or is too long}
   *
   * @param name what the tag would have
   */
  public String admit(String name) {
    String known = admitted.get(name);
    if (known != null) {
      return known;
    }
    return full || name.length() > LONGEST ? other : admitNew(name);
  }

  private synchronized String admitNew(String name) {
    if (admitted.size() < limit) {
      String known = admitted.putIfAbsent(name, name);
      return known == null ? name : known;
    }
    String known = admitted.get(name);
    if (known != null) {
      return known;
    }
    if (!full) {
      full = true;
      LOGGER.warn(
          "tag '{}' has taken {} distinct values, its limit; every new one is now '{}': look for a"
              + " raw path or an id in it, or {}",
          tag,
          limit,
          other,
          remedy);
    }
    return other;
  }
}
