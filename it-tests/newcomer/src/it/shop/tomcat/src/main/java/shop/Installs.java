// tag::listener[]
package shop;

import dev.backstop.Backstop;
import dev.backstop.observe.AccessLog;
import dev.backstop.pitfall.PitfallListener;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

@WebListener
public class Installs implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    Backstop.builder()
        .use(AccessLog.create())
        .onPitfall(PitfallListener.logging())
        .build()
        .install(event.getServletContext());
  }
}
// end::listener[]
