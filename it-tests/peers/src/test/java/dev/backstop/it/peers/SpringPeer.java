package dev.backstop.it.peers;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Spring's filter, mapped as Spring Boot maps it: outermost, for requests and asynchronous
 * dispatches. The status is that of its own key-value, as on its meter and its span.
 */
final class SpringPeer implements Peer, ObservationHandler<ServerRequestObservationContext> {
  private static final String PATH = SpringPeer.class.getName();

  private final Records records = new Records();

  @Override
  public void install(ServletContext context) {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(this);
    Peer.map(
        context,
        new ServerHttpObservationFilter(registry),
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ServerRequestObservationContext;
  }

  @Override
  public void onStart(ServerRequestObservationContext context) {
    context.put(PATH, Objects.requireNonNull(context.getCarrier()).getRequestURI());
  }

  @Override
  public void onStop(ServerRequestObservationContext context) {
    KeyValue status = context.getLowCardinalityKeyValue("status");
    boolean known = status != null && status.getValue().matches("[0-9]+");
    records.add(
        context.getRequired(PATH),
        Told.now(
            known ? Integer.parseInt(Objects.requireNonNull(status).getValue()) : 0,
            context.getError()));
  }

  @Override
  public List<Told> told(String path) {
    return records.of(path);
  }
}
