package dev.backstop.harness.stress;

import dev.backstop.Backstop;
import dev.backstop.completion.OpenExchange;
import dev.backstop.completion.OpenExchanges;
import java.lang.reflect.Field;
import java.util.List;

/** Looks into a Backstop: its set of open exchanges is nobody else's business. */
final class OpenNow {
  private OpenNow() {}

  static List<OpenExchange> in(Backstop backstop) {
    try {
      Field open = Backstop.class.getDeclaredField("open");
      open.setAccessible(true);
      return ((OpenExchanges) open.get(backstop)).all();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the field has another name now", e);
    }
  }
}
