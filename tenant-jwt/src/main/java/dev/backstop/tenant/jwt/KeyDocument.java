package dev.backstop.tenant.jwt;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads the document with the keys, in bounded time: a server that sends a byte now and then does
 * not keep the request that waits. From this machine, by http, it follows no redirect, which could
 * lead to another one.
 *
 * @param waitMillis to connect, and for each read; a document may take twice that
 */
record KeyDocument(int waitMillis) implements ResourceRetriever {
  private static final int LONGEST_BYTES = 64 * 1024;

  @Override
  public Resource retrieveResource(URL address) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * waitMillis);
    HttpURLConnection connection = (HttpURLConnection) address.openConnection();
    connection.setConnectTimeout(waitMillis);
    connection.setReadTimeout(waitMillis);
    connection.setInstanceFollowRedirects("https".equalsIgnoreCase(address.getProtocol()));
    try (InputStream in = connection.getInputStream()) {
      int status = connection.getResponseCode();
      if (status < 200 || status > 299) {
        throw new IOException("the keys were answered with " + status);
      }
      return new Resource(read(in, end), connection.getContentType());
    } finally {
      connection.disconnect();
    }
  }

  private static String read(InputStream in, long end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[8_192];
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      all.write(some, 0, count);
      if (all.size() > LONGEST_BYTES) {
        throw new IOException("the keys are longer than " + LONGEST_BYTES + " bytes");
      }
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException("the keys were not there in time");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
