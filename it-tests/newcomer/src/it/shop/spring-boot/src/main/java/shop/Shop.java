// tag::app[]
package shop;

import dev.backstop.Exchange;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Shop {
  private static final Logger LOGGER = LoggerFactory.getLogger(Shop.class);

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @GetMapping("/orders/{id}")
  String order(@PathVariable String id, HttpServletRequest request) {
    Exchange.of(request)
        .cleanups()
        .register("audit", outcome -> LOGGER.info("audited {}", outcome.status()));
    return "order " + Integer.parseInt(id);
  }
}
// end::app[]
