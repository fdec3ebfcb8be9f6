package dev.backstop.example;

/**
 * An order, as a row and as JSON.
 *
 * @param id given by the database, from 1
 * @param item what was ordered
 * @param quantity how many of it
 */
record Order(long id, String item, int quantity) {}
