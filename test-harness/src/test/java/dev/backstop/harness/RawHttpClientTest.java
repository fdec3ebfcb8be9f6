package dev.backstop.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backstop.harness.RawResponse.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle of the contract, against servers that send exactly what the test says. */
class RawHttpClientTest {
  /** What a server does with its connection after it has sent its bytes. */
  private enum Then {
    CLOSE,
    RESET,
    STAY
  }

  private static RawResponse answerTo(String method, String bytes, Then then) throws Exception {
    return answerTo(method, bytes, then, Integer.MAX_VALUE);
  }

  private static RawResponse answerTo(String method, String bytes, Then then, int prefix)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RawHttpClient client = RawHttpClient.connect(server.getLocalPort());
        Socket peer = server.accept()) {
      send(peer, bytes, then);
      return client.readPrefix(method, prefix);
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n";
  }

  private static void send(Socket peer, String bytes, Then then) throws IOException {
    peer.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    if (then == Then.CLOSE) {
      peer.close();
    } else if (then == Then.RESET) {
      peer.setSoLinger(true, 0);
      peer.close();
    }
  }

  @Test
  void read_contentLength_isComplete() throws Exception {
    RawResponse answer =
        answerTo(
            "GET", "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello", Then.STAY);

    assertThat(answer.end()).isEqualTo(End.COMPLETE);
    assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 201 Created");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("x-a")).isEqualTo("b");
    assertThat(answer.header("x-b")).isNull();
    assertThat(answer.headerLines()).containsExactly("Content-Length: 5", "X-A: b");
    assertThat(answer.text()).isEqualTo("hello");
  }

  @Test
  void read_chunked_joinsTheChunks() throws Exception {
    RawResponse answer =
        answerTo(
            "GET",
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "5",
                "hello",
                "1;ext=1",
                "!",
                "0",
                "X-Sum: 1",
                ""),
            Then.STAY);

    assertThat(answer.end()).isEqualTo(End.COMPLETE);
    assertThat(answer.text()).isEqualTo("hello!");
    assertThat(new String(answer.bytes(), StandardCharsets.ISO_8859_1))
        .endsWith("X-Sum: 1\r\n\r\n");
  }

  @Test
  void read_interimAnswers_areListedBeforeTheFinalOne() throws Exception {
    RawResponse answer =
        answerTo(
            "GET",
            lines(
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early Hints",
                "Link: </a>",
                "",
                "HTTP/1.1 204 No Content",
                ""),
            Then.STAY);

    assertThat(answer.interimLines())
        .containsExactly("HTTP/1.1 100 Continue", "HTTP/1.1 103 Early Hints");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headerLines()).isEmpty();
    assertThat(answer.end()).isEqualTo(End.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({"HEAD,200", "GET,204", "GET,304", "GET,101"})
  void read_answerWithoutBody_endsWithItsHead(String method, int status) throws Exception {
    RawResponse answer =
        answerTo(method, "HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\n", Then.STAY);

    assertThat(answer.end()).isEqualTo(End.COMPLETE);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void read_untilClose_isCompleteAtTheOrderlyClose() throws Exception {
    RawResponse answer = answerTo("GET", "HTTP/1.0 200 OK\r\n\r\nall", Then.CLOSE);

    assertThat(answer.end()).isEqualTo(End.COMPLETE);
    assertThat(answer.text()).isEqualTo("all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'Content-Length: 5\r\n\r\nhel'                   | hel",
        "'Transfer-Encoding: chunked\r\n\r\n5\r\nhel'     | hel",
        "'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' | hello",
        "'Transfer-Encoding: chunked\r\n\r\n0\r\n'        | ''",
        "'Content-Length: 5\r\n'                          | ''"
      })
  void read_closedBeforeTheEnd_isClosedEarly(String rest, String body) throws Exception {
    RawResponse answer = answerTo("GET", "HTTP/1.1 200 OK\r\n" + rest, Then.CLOSE);

    assertThat(answer.end()).isEqualTo(End.CLOSED_EARLY);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo(body);
  }

  @Test
  void read_nothingSent_hasNoStatus() throws Exception {
    RawResponse answer = answerTo("GET", "", Then.CLOSE);

    assertThat(answer.end()).isEqualTo(End.CLOSED_EARLY);
    assertThat(answer.statusLine()).isNull();
    assertThat(answer.status()).isZero();
  }

  @Test
  void read_statusLineCut_hasNoStatus() throws Exception {
    assertThat(answerTo("GET", "HTTP/1.1 20", Then.CLOSE).status()).isZero();
  }

  @Test
  void read_resetInBody_isReset() throws Exception {
    String bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel";

    RawResponse answer = answerTo("GET", bytes, Then.RESET);

    assertThat(answer.end()).isEqualTo(End.RESET);
    // What the system had not handed out when the reset came is lost.
    assertThat(bytes).startsWith(new String(answer.bytes(), StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/2 200 OK\r\n\r\n'",
    "'garbage\r\n\r\n'",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n'",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n'"
  })
  void read_brokenFraming_isMalformed(String bytes) throws Exception {
    assertThat(answerTo("GET", bytes, Then.STAY).end()).isEqualTo(End.MALFORMED);
  }

  @Test
  void readPrefix_shorterThanTheAnswer_hasLeft() throws Exception {
    RawResponse answer =
        answerTo("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", Then.STAY, 20);

    assertThat(answer.end()).isEqualTo(End.LEFT);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).hasSize(20);
  }

  @Test
  void read_twoAnswersOnOneConnection_takesThemApart() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RawHttpClient client = RawHttpClient.connect(server.getLocalPort());
        Socket peer = server.accept()) {
      peer.getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
                      + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\nleft over")
                  .getBytes(StandardCharsets.ISO_8859_1));
      peer.shutdownOutput();

      assertThat(client.read("GET").text()).isEqualTo("a");
      assertThat(client.read("GET").status()).isEqualTo(404);
      assertThat(new String(client.readRest(), StandardCharsets.ISO_8859_1)).isEqualTo("left over");
    }
  }

  @Test
  void reset_reachesTheServerAsReset() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket peer = connectedAndReset(server)) {
      assertThat(catchThrowable(() -> peer.getInputStream().readAllBytes()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  private static Socket connectedAndReset(ServerSocket server) throws IOException {
    RawHttpClient client = RawHttpClient.connect(server.getLocalPort());
    Socket peer = server.accept();
    client.send("GET / HTTP/1.1\r\n");
    client.reset();
    return peer;
  }
}
