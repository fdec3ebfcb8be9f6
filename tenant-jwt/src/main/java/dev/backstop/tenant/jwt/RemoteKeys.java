package dev.backstop.tenant.jwt;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Keys that an authorization server publishes, cached: they are read when the first token comes,
 * again every five minutes, and where a key is unknown, but no more than twice in half a minute,
 * whatever key a client names. A request waits for that, a second as a rule; while the server
 * cannot be reached, the keys that were read last are good for another hour.
 */
final class RemoteKeys {
  private static final int WAIT_MILLIS = 500; // to connect, and to read
  private static final long CACHED_MILLIS = Duration.ofMinutes(5).toMillis();
  private static final long REFRESH_MILLIS = Duration.ofSeconds(2).toMillis();
  private static final long BETWEEN_MILLIS = Duration.ofSeconds(30).toMillis();
  private static final long OUTAGE_MILLIS = Duration.ofHours(1).toMillis();
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private RemoteKeys() {}

  /** Returns whether keys from there can be trusted: by TLS, or since it is this machine. */
  static boolean isTrustworthy(URI uri) {
    String host = uri.getHost();
    return host != null
        && ("https".equalsIgnoreCase(uri.getScheme())
            || ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(host)));
  }

  static JWKSource<SecurityContext> at(URI uri) {
    return at(uri, WAIT_MILLIS);
  }

  static JWKSource<SecurityContext> at(URI uri, int waitMillis) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(uri.toURL(), new KeyDocument(waitMillis))
          .cache(CACHED_MILLIS, REFRESH_MILLIS)
          .refreshAheadCache(false) // it would leave threads behind
          .rateLimited(BETWEEN_MILLIS)
          .outageTolerant(OUTAGE_MILLIS)
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("unreachable: " + uri + " was checked", e);
    }
  }
}
