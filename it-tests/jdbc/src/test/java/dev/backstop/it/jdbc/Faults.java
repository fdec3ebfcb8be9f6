package dev.backstop.it.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One real session of a database, as its driver gives it to the pool: it keeps what was called, and
 * can be told to fail. From a connection of the pool: {@code connection.unwrap(Faults.class)}.
 */
interface Faults {
  /** How a call fails. */
  enum Fault {
    /** Nothing reaches the database, and the connection looks broken. */
    NOT_SENT("08006", false),
    /** The database does it, and the connection breaks before the reply. */
    REPLY_LOST("08006", true),
    /** Nothing reaches the database; the connection goes on as if nothing was. */
    FAILED("HY000", false),
    /** As a database that refuses; the caller has to roll back. */
    REFUSED("23505", false),
    /** As a database that asks for another try. */
    SERIALIZATION("40001", false);

    final String state;
    final boolean isDone;

    Fault(String state, boolean isDone) {
      this.state = state;
      this.isDone = isDone;
    }
  }

  /** The next call of that name fails so; null takes it back. */
  void next(String call, @Nullable Fault fault);

  /** Each call of that name fails so, from now on. */
  void always(String call, Fault fault);

  /** The next call of that name does this first. */
  void before(String call, Callable<?> action);

  /** Returns what has been called on the session so far, but for questions. */
  List<String> calls();

  /** Returns a data source whose connections are such sessions. */
  static DataSource around(DataSource sessions) {
    return (DataSource)
        Proxy.newProxyInstance(
            Faults.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = invoke(sessions, method, arguments);
              return result instanceof Connection session ? new Handler(session).proxy : result;
            });
  }

  /** Calls a method, and throws what it throws. */
  private static @Nullable Object invoke(Object target, Method method, Object... arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What stands between. */
  final class Handler implements InvocationHandler, Faults {
    private final Connection session;
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Map<String, Fault> lasting = new ConcurrentHashMap<>();
    private final Map<String, Callable<?>> actions = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    final Object proxy =
        Proxy.newProxyInstance(
            Faults.class.getClassLoader(), new Class<?>[] {Connection.class, Faults.class}, this);

    Handler(Connection session) {
      this.session = session;
    }

    @Override
    public void next(String call, @Nullable Fault fault) {
      if (fault == null) {
        faults.remove(call);
      } else {
        faults.put(call, fault);
      }
    }

    @Override
    public void always(String call, Fault fault) {
      lasting.put(call, fault);
    }

    @Override
    public void before(String call, Callable<?> action) {
      actions.put(call, action);
    }

    @Override
    public List<String> calls() {
      return calls;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Faults.class) {
        return Faults.invoke(this, method, arguments);
      }
      String name = method.getName();
      if (!name.matches("get.*|is.*|equals|hashCode|toString|unwrap|clearWarnings")) {
        calls.add(arguments == null ? name : name + "(" + arguments[0] + ")");
      }
      Callable<?> action = actions.remove(name);
      if (action != null) {
        action.call();
      }
      Fault next = faults.remove(name);
      Fault fault = next == null ? lasting.get(name) : next;
      if (fault == null || fault.isDone) {
        Object result = Faults.invoke(session, method, arguments);
        if (fault == null) {
          return result;
        }
      }
      throw new SQLException(name + ": " + fault, fault.state);
    }
  }
}
