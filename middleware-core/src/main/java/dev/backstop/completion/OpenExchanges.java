package dev.backstop.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For the root package: the exchanges that are open. Striped by thread, each stripe an array in
 * which the last element fills a gap: adding and removing allocate nothing.
 *
 * <p>Thread-safe.
 */
public final class OpenExchanges {
  private static final int STRIPES = 16; // a power of two

  private final Stripe[] stripes = new Stripe[STRIPES];

  /** Makes an empty set. */
  public OpenExchanges() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  private static final class Stripe {
    private OpenExchange[] members = new OpenExchange[16];
    private int size;
  }

  /**
   * Adds an exchange.
   *
   * @param exchange open, and in no other set
   */
  public void add(OpenExchange exchange) {
    int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
    Stripe stripe = stripes[index];
    synchronized (stripe) {
      if (stripe.size == stripe.members.length) {
        stripe.members = Arrays.copyOf(stripe.members, stripe.size * 2);
      }
      stripe.members[stripe.size] = exchange;
      exchange.place(stripe.size * STRIPES + index);
      stripe.size++;
    }
  }

  /**
   * Removes an exchange that was added.
   *
   * @param exchange removed once
   */
  @SuppressWarnings("NullAway") // a slot beyond the size holds null so that nothing is retained
  public void remove(OpenExchange exchange) {
    Stripe stripe = stripes[exchange.place() & (STRIPES - 1)];
    synchronized (stripe) {
      int slot = exchange.place() / STRIPES; // may have moved until we held the lock
      OpenExchange last = stripe.members[--stripe.size];
      stripe.members[slot] = last;
      last.place(exchange.place());
      stripe.members[stripe.size] = null;
    }
  }

  /** {@return those open now} */
  public List<OpenExchange> all() {
    List<OpenExchange> all = new ArrayList<>();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        for (int i = 0; i < stripe.size; i++) {
          all.add(stripe.members[i]);
        }
      }
    }
    return all;
  }
}
