import dev.backstop.Exchange;
import dev.backstop.cleanup.CleanupRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

interface Answer extends AutoCloseable {
  int status();

  @Override
  void close();
}

interface Client {
  Answer send(String body) throws IOException;
}

interface Pool<T> {
  T borrow();

  void release(T lent);
}

class S01 {
  private final Client client;
  private final ObservationRegistry registry;

  S01(Client client, ObservationRegistry registry) {
    this.client = client;
    this.registry = registry;
  }

  int call(String body) throws IOException {
    Observation observation = Observation.start("call", registry);
    Answer answer = client.send(body);
    try {
      return answer.status();
    } finally {
      try {
        answer.close();
      } finally {
        observation.stop();
      }
    }
  }
}

class S02 {
  private final Lock lock = new ReentrantLock();
  private final Pool<StringBuilder> pool;

  S02(Pool<StringBuilder> pool) {
    this.pool = pool;
  }

  String write(Object value) {
    StringBuilder buffer = pool.borrow();
    lock.lock();
    try {
      return buffer.append(value).toString();
    } finally {
      lock.unlock();
      pool.release(buffer);
    }
  }
}

class S03 {
  private final DataSource source;

  S03(DataSource source) {
    this.source = source;
  }

  long count(String table) throws SQLException {
    Connection connection = source.getConnection();
    try {
      PreparedStatement statement = connection.prepareStatement("select count(*) from " + table);
      try {
        ResultSet rows = statement.executeQuery();
        return rows.next() ? rows.getLong(1) : 0;
      } finally {
        statement.close();
      }
    } finally {
      connection.close();
    }
  }

  void copy(PreparedStatement from, PreparedStatement to) throws SQLException {
    try {
      to.setLong(1, from.getUpdateCount());
    } finally {
      try {
        from.close();
      } finally {
        to.close();
      }
    }
  }
}

class S04 extends HttpFilter {
  private static final Logger LOG = LoggerFactory.getLogger(S04.class);
  private final transient Tracer tracer;

  S04(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Span span = tracer.spanBuilder(request.getMethod()).startSpan();
    OutputStream copy = OutputStream.nullOutputStream();
    Scope scope = span.makeCurrent();
    try {
      chain.doFilter(request, response);
    } finally {
      try {
        copy.flush();
        copy.close();
      } catch (IOException e) {
        LOG.warn("the copy is lost", e);
      }
      scope.close();
      span.end();
    }
  }
}

class S05 extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MDC.put("path", request.getRequestURI());
    Answer held = (Answer) request.getAttribute("held");
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove("path");
      held.close();
    }
  }
}

class S06 {
  void register(HttpServletRequest request, Answer answer, Timer.Sample sample, Timer timer) {
    CleanupRegistry cleanups = Exchange.of(request).cleanups();
    cleanups.register(
        "answer",
        outcome -> {
          sample.stop(timer);
          answer.close();
        });
  }
}

class S07 {
  void copy(Path from, OutputStream to) throws IOException {
    FileChannel channel = FileChannel.open(from);
    try {
      to.write((int) channel.size());
    } finally {
      try {
        channel.close();
      } finally {
        to.close();
      }
    }
  }
}

class S08 {
  private final Semaphore permits = new Semaphore(8);
  private final ThreadLocal<String> tenant = new ThreadLocal<>();

  byte[] read(Socket socket, String name) throws IOException, InterruptedException {
    permits.acquire();
    tenant.set(name);
    try {
      InputStream in = socket.getInputStream();
      return in.readAllBytes();
    } finally {
      tenant.remove();
      permits.release();
      socket.close();
    }
  }
}

class S09 {
  private final MeterRegistry meters;
  private final Client client;

  S09(MeterRegistry meters, Client client) {
    this.meters = meters;
    this.client = client;
  }

  Runnable task(String body) {
    return () -> {
      Timer.Sample sample = Timer.start(meters);
      Answer answer = null;
      try {
        answer = client.send(body);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } finally {
        sample.stop(meters.timer("sent"));
        if (answer != null) {
          answer.close();
        }
      }
    };
  }
}

class S10 {
  void all(InputStream in, OutputStream out, Lock lock) throws IOException {
    lock.lock();
    try {
      in.transferTo(out);
    } finally {
      try {
        in.close();
      } finally {
        try {
          out.close();
        } finally {
          lock.unlock();
        }
      }
    }
  }
}

class S11 implements AutoCloseable {
  private final Answer answer;
  private final Span span;

  S11(Answer answer, Span span) {
    this.answer = answer;
    this.span = span;
  }

  int status() {
    try {
      return answer.status();
    } finally {
      span.end();
      close();
    }
  }

  @Override
  public void close() {
    answer.close();
  }
}
