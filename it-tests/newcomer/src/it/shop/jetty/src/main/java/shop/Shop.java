// tag::app[]
package shop;

import dev.backstop.Backstop;
import dev.backstop.observe.AccessLog;
import dev.backstop.pitfall.PitfallListener;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

public class Shop {
  public static void main(String[] args) throws Exception {
    Backstop backstop =
        Backstop.builder().use(AccessLog.create()).onPitfall(PitfallListener.logging()).build();
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(Orders.class, "/orders/*");
    backstop.install(context.getServletContext());

    Server server = new Server(Integer.getInteger("port", 8080));
    server.setHandler(context);
    server.start();
  }
}
// end::app[]
