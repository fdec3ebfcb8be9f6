package dev.backstop.it.spring;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class ViewController {
  @GetMapping("/moved")
  String moved() {
    return "redirect:/hello";
  }

  @GetMapping("/forwarded")
  String forwarded() {
    return "forward:/hello";
  }
}
