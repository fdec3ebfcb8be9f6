package com.example.pitfalls;

import static dev.backstop.harness.assertions.BackstopAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Exchange;
import dev.backstop.harness.junit.BackstopExtension;
import dev.backstop.harness.junit.Exchanges;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/pitfalls/BS-009.md: a wrapper that buffers, and gives out the body too early. */
class Bs009Test {
  private static final List<String> LOG = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final BackstopExtension backstop =
      BackstopExtension.jetty()
          .filter("/wrong", new Wrong())
          .filter("/right", new Right())
          .servlet("/*", new Orders())
          .build();

  // tag::wrong[]
  static class Wrong implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      StringWriter body = new StringWriter(); // what the response's writer writes to
      chain.doFilter(request, new Writing((HttpServletResponse) response, body));
      LOG.add("body \"" + body + "\"");
      response.getWriter().write(body.toString());
    }
  }

  // end::wrong[]

  // tag::right[]
  static class Right implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Copy body = new Copy(response.getWriter()); // passes on, and keeps a copy
      Exchange.of(request)
          .cleanups()
          .register("body log", outcome -> LOG.add("body \"" + body + "\""));
      chain.doFilter(request, new Writing((HttpServletResponse) response, body));
    }
  }

  // end::right[]

  /** A response whose writer writes elsewhere. */
  static class Writing extends HttpServletResponseWrapper {
    private final PrintWriter writer;

    Writing(HttpServletResponse response, Writer target) {
      super(response);
      writer = new PrintWriter(target, true);
    }

    @Override
    public PrintWriter getWriter() {
      return writer;
    }
  }

  static class Copy extends Writer {
    private final Writer target;
    private final StringWriter copy = new StringWriter();

    Copy(Writer target) {
      this.target = target;
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
      target.write(text, from, count);
      copy.write(text, from, count);
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }

    @Override
    public String toString() {
      return copy.toString();
    }
  }

  /** Replies when the filters have returned. */
  static class Orders extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      PrintWriter writer = response.getWriter();
      AsyncContext async = request.startAsync();
      async.setTimeout(250);
      async.addListener(
          new EmptyAsyncListener() {
            @Override
            public void onTimeout(AsyncEvent event) {
              writer.print("order 1");
              async.complete();
            }
          });
    }
  }

  @Test
  void wrong_asyncReply_clientReadsNoBody(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/wrong");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).isEmpty();
    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasBytesWritten(0);
    assertThat(LOG).containsExactly("body \"\"");
  }

  @Test
  void right_asyncReply_clientReadsTheBody(RequestSpecification request, Exchanges exchanges) {
    LOG.clear();
    Response response = request.get("/right");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.asString()).isEqualTo("order 1");
    assertThat(exchanges.of(response).outcome()).hasStatus(200).hasBytesWritten(7);
    assertThat(LOG).containsExactly("body \"order 1\"");
  }
}
