// tag::app[]
package shop;

import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

public class Shop {
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir("target/tomcat");
    tomcat.setPort(Integer.getInteger("port", 8080));
    Context context = tomcat.addContext("", null);
    context.setParentClassLoader(Shop.class.getClassLoader()); // whatever has started this class
    context.addApplicationListener(Installs.class.getName()); // a WAR needs the annotation alone
    Tomcat.addServlet(context, "orders", Orders.class.getName());
    context.addServletMappingDecoded("/orders/*", "orders");
    tomcat.getConnector();
    tomcat.start();
  }
}
// end::app[]
