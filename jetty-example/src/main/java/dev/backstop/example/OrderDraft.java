package dev.backstop.example;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * An order as a client asks for it, checked.
 *
 * @param item 1 to 64 printable characters
 * @param quantity from 1 to 1,000
 */
record OrderDraft(String item, int quantity) {
  private static final int MOST = 1_000;
  private static final Pattern ITEM = Pattern.compile("[\\p{L}\\p{N}\\p{P} ]{1,64}");
  private static final int LONGEST_ECHO = 40;

  /**
   * Reads an order from JSON as in {@code {"item": "lamp", "quantity": 2}}.
   *
   * @throws InvalidRequestException which names the field, its value and what is expected
   */
  static OrderDraft from(JsonNode body) throws InvalidRequestException {
    JsonNode item = body.path("item");
    if (!item.isString() || !ITEM.matcher(item.stringValue()).matches()) {
      throw wrong("item", item, "1 to 64 letters, digits, spaces or punctuation marks");
    }
    JsonNode quantity = body.path("quantity");
    if (!quantity.isInt() || quantity.intValue() < 1 || quantity.intValue() > MOST) {
      throw wrong("quantity", quantity, "a whole number from 1 to " + MOST);
    }
    return new OrderDraft(item.stringValue(), quantity.intValue());
  }

  private static InvalidRequestException wrong(String field, JsonNode value, String expected) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    String echo =
        text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "... (cut)";
    return new InvalidRequestException(400, field + " is " + echo + ": expected " + expected);
  }
}
