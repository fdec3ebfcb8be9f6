package dev.backstop.it.peers;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.zalando.logbook.Correlation;
import org.zalando.logbook.HttpRequest;
import org.zalando.logbook.HttpResponse;
import org.zalando.logbook.Logbook;
import org.zalando.logbook.Precorrelation;
import org.zalando.logbook.Sink;
import org.zalando.logbook.core.WithoutBodyStrategy;
import org.zalando.logbook.servlet.LogbookFilter;

/**
 * Logbook's filter without bodies, mapped for requests and asynchronous dispatches. With bodies it
 * reads a request to its end before the application sees it, which some situations do not allow.
 */
final class LogbookPeer implements Peer, Sink {
  private final Records records = new Records();

  @Override
  public void install(ServletContext context) {
    Peer.map(
        context,
        new LogbookFilter(Logbook.builder().strategy(new WithoutBodyStrategy()).sink(this).build()),
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
  }

  @Override
  public void write(Precorrelation precorrelation, HttpRequest request) {
    // The line of the request alone says nothing of its end.
  }

  @Override
  public void write(Correlation correlation, HttpRequest request, HttpResponse response)
      throws IOException {
    records.add(request.getPath(), Told.now(response.getStatus(), null));
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }
}
