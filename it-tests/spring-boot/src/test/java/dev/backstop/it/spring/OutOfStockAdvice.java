package dev.backstop.it.spring;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class OutOfStockAdvice {
  @ExceptionHandler
  ResponseEntity<String> outOfStock(OutOfStockException error) {
    return ResponseEntity.status(HttpStatus.CONFLICT).body("out of stock");
  }
}
