package dev.backstop.it.spring;

class TomcatBootTest extends BootContract {
  @Override
  String otherContainer() {
    return "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";
  }
}
