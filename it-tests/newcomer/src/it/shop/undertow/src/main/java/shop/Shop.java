// tag::app[]
package shop;

import dev.backstop.Backstop;
import dev.backstop.observe.AccessLog;
import dev.backstop.pitfall.PitfallListener;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.util.Set;

public class Shop {
  public static void main(String[] args) throws Exception {
    Backstop backstop =
        Backstop.builder().use(AccessLog.create()).onPitfall(PitfallListener.logging()).build();
    ServletContainerInitializer installs = (classes, context) -> backstop.install(context);
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(Shop.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("shop")
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    installs.getClass(), new ImmediateInstanceFactory<>(installs), Set.of()))
            .addServlets(Servlets.servlet(Orders.class).addMapping("/orders/*"));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();

    Undertow.builder()
        .addHttpListener(Integer.getInteger("port", 8080), "127.0.0.1", manager.start())
        .build()
        .start();
  }
}
// end::app[]
