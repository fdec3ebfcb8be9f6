package dev.backstop.it.peers;

import jakarta.servlet.ServletContext;
import java.util.List;

/** No instrument in the application: an agent looks at it from elsewhere. */
final class Nobody implements Peer {
  @Override
  public void install(ServletContext context) {
    // Nothing: that is the point of an agent.
  }

  @Override
  public List<Told> told(String path) {
    return List.of();
  }
}
