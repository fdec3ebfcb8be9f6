package dev.backstop.benchmarks.jmh;

import dev.backstop.status.StatusCapturingResponseWrapper;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a handler does to a response, on a response that costs nothing and on the wrapper around it,
 * which is made anew each time.
 */
public class WrapperBenchmark extends Timing {
  private static final byte[] PIECE = new byte[64];
  private static final int PIECES = 65_536 / PIECE.length;
  private static final String[] HEADERS = new String[20];

  static {
    for (int i = 0; i < HEADERS.length; i++) {
      HEADERS[i] = "x-header-" + i;
    }
  }

  /** What is called. */
  @Param({"bare", "wrapped"})
  public String response = "";

  @SuppressWarnings("NullAway.Init") // by open
  private FreeResponse bare;

  /** The response of this round, in a field as a request has it. */
  @SuppressWarnings("NullAway.Init") // by begin
  public HttpServletResponse answer;

  /** Makes the response. */
  @Setup
  public void open(Blackhole sink) {
    bare = new FreeResponse(sink);
  }

  private HttpServletResponse begin() {
    bare.reset();
    answer = response.equals("wrapped") ? new StatusCapturingResponseWrapper(bare) : bare;
    return answer;
  }

  private int end(int expected) {
    bare.check(expected);
    return answer.getStatus();
  }

  /** A status, a type, a length and 27 bytes. */
  @Benchmark
  public int smallBody() throws IOException {
    Answer.small(begin());
    return end(Answer.SMALL.length);
  }

  /** 64 KiB in pieces of 64 bytes, and a flush. */
  @Benchmark
  public int smallWrites() throws IOException {
    HttpServletResponse to = begin();
    to.setStatus(Answer.STATUS);
    ServletOutputStream stream = to.getOutputStream();
    for (int i = 0; i < PIECES; i++) {
      stream.write(PIECE, 0, PIECE.length);
    }
    stream.flush();
    return end(PIECES * PIECE.length);
  }

  /** Twenty headers before a small body. */
  @Benchmark
  public int headers() throws IOException {
    HttpServletResponse to = begin();
    for (String header : HEADERS) {
      to.setHeader(header, "value");
    }
    Answer.small(to);
    return end(Answer.SMALL.length);
  }
}
