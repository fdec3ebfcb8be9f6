package dev.backstop.it.spring;

class JettyBootTest extends BootContract {
  @Override
  String otherContainer() {
    return "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
  }
}
