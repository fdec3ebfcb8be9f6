package dev.backstop.example.javalin;

/** One row. */
public record Order(long id, String item, int quantity) {}
