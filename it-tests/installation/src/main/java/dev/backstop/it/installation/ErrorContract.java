package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstop.Backstop;
import dev.backstop.BackstopBuilder;
import dev.backstop.harness.RawHttpClient;
import dev.backstop.harness.RawResponse;
import dev.backstop.outcome.Ending;
import dev.backstop.outcome.Outcome;
import dev.backstop.pitfall.Pitfall;
import dev.backstop.pitfall.PitfallKind;
import dev.backstop.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the error pipeline promises, read off the socket: errors with a mapper become problems, what
 * has none reaches the client byte for byte as without Backstop, and the outcome keeps the error.
 */
public abstract class ErrorContract extends ContainerContract {
  private static final String SOLD_OUT =
      "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"sold out\",\"item\":4711}";
  private static final String NO_SUCH_SIZE =
      "{\"title\":\"Unprocessable Content\",\"status\":422,\"detail\":\"no such size\"}";

  private final List<Pitfall> pitfalls = new CopyOnWriteArrayList<>();
  private final Watched watched =
      new Watched(
          mapping(Backstop.builder())
              .onPitfall(pitfalls::add)
              .gate("/closed/*", exchange -> Optional.of(Problem.of(403, "closed"))));

  /** Makes the contract. */
  protected ErrorContract() {}

  /**
   * Returns the status of a timeout that has a mapper, and at which a listener of the application
   * completes the request without having set anything.
   */
  protected int statusOfTimeoutCompletedEmpty() {
    return 200;
  }

  private static BackstopBuilder mapping(BackstopBuilder builder) {
    return builder
        .mapError(
            ErrorPages.OutOfStock.class,
            (error, exchange) -> Problem.builder(409).detail("sold out").with("item", 4711).build())
        .mapError(TimeoutException.class, (error, exchange) -> Problem.of(504));
  }

  private void start() throws Exception {
    server()
        .add(
            "/shop",
            context -> {
              new ErrorPages().register(context);
              watched.backstop().install(context);
            });
    server()
        .add("/bare", context -> new ErrorPages().register(context)); // the same without Backstop
    server().start();
  }

  private RawResponse get(String path) {
    return Watched.get(server().port(), path);
  }

  private Outcome onlyOutcome() {
    assertThat(watched.await(1)).hasSize(1);
    return watched.outcomes().get(0);
  }

  private void assertProblem(RawResponse answer, int status, String body) {
    assertThat(answer.isComplete()).as(answer.toString()).isTrue();
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo(body);
    assertThat(answer.header("Content-Type"))
        .matches("application/problem\\+json(; ?charset=UTF-8)?"); // Undertow, after a writer
    assertThat(answer.header("Content-Length"))
        .isEqualTo(String.valueOf(body.getBytes(StandardCharsets.UTF_8).length));
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  /** The outcome has the status of the wire, and the application's error with its first frame. */
  private void assertHandled(Class<? extends Throwable> type, int status) {
    Outcome outcome = onlyOutcome();
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.error()).isInstanceOf(type);
    assertThat(outcome.errorHandled()).isTrue();
  }

  // Escaped ------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mapped",
        "wrapped",
        "stream",
        "failMapped",
        "asyncDispatch",
        "asyncThrows",
        "asyncFailMapped",
        "asyncWrapped",
        "asyncStart",
        "asyncListener"
      })
  void error_mapped_isAnsweredWithItsProblemAndKeptInTheOutcome(String page) throws Exception {
    start();

    RawResponse answer = get("/shop/" + page);

    assertProblem(answer, 409, SOLD_OUT);
    assertHandled(ErrorPages.OutOfStock.class, 409);
    assertThat(pitfalls).isEmpty();
  }

  @Test
  void error_mapped_keepsTheFrameThatThrew() throws Exception {
    start();

    get("/shop/mapped");

    assertThat(onlyOutcome().errorOrigin())
        .hasFieldOrPropertyWithValue("className", ErrorPages.Stock.class.getName())
        .hasFieldOrPropertyWithValue("methodName", "take");
  }

  @Test
  void error_mappedWithAnAnswerBegun_dropsItsBodyAndItsHeadersAndKeepsTheOthers() throws Exception {
    start();

    RawResponse answer = get("/shop/begun");

    assertProblem(answer, 409, SOLD_OUT);
    assertThat(answer.header("ETag")).isNull();
    assertThat(answer.header("Content-Encoding")).isNull();
    assertThat(answer.header("Content-Language")).isNull();
    assertThat(answer.header("Set-Cookie")).startsWith("cart=42");
    assertThat(answer.headerLines())
        .filteredOn(line -> line.startsWith("X-Kept:"))
        .containsExactly("X-Kept: one", "X-Kept: two");
    assertThat(answer.headerLines().stream().filter(line -> line.startsWith("Date:")))
        .hasSizeLessThanOrEqualTo(1);
    assertHandled(ErrorPages.OutOfStock.class, 409);
    assertThat(onlyOutcome().bytesWritten()).isEqualTo(SOLD_OUT.length());
  }

  @Test
  void error_mappedOnHead_hasTheHeadersAndNoBody() throws Exception {
    start();
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      client.send("HEAD /shop/begun HTTP/1.1\r\nHost: localhost\r\n\r\n");
      RawResponse answer = client.read("HEAD");

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(SOLD_OUT.length()));
      assertThat(answer.body()).isEmpty();

      client.send("GET /shop/next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.read("GET").text()).isEqualTo("served");
    }
    assertThat(watched.await(2)).extracting(Outcome::bytesWritten).containsExactly(0L, 6L);
  }

  @Test
  void error_mapped_leavesTheConnectionToTheNextRequest() throws Exception {
    start();
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      for (String page : List.of("mapped", "asyncFail", "fail", "next")) {
        client.send("GET /shop/" + page + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        RawResponse answer = client.read("GET");
        assertThat(answer.isComplete()).as(page).isTrue();
        assertThat(answer.text()).as(page).isNotEmpty().doesNotContain("half");
      }
    }
    assertThat(watched.await(4)).extracting(Outcome::status).containsExactly(409, 422, 422, 200);
  }

  @Test
  void error_mappedAfterTheCommit_isCutAsWithoutBackstop() throws Exception {
    start();

    RawResponse bare = keepAlive("/bare/committed");
    RawResponse answer = keepAlive("/shop/committed");

    assertThat(comparable(answer)).isEqualTo(comparable(bare));
    assertThat(answer.text()).startsWith("half an answer").doesNotContain("sold out");
    Outcome outcome = onlyOutcome();
    assertThat(outcome.status()).isEqualTo(200);
    assertThat(outcome.ending())
        .isEqualTo(answer.isComplete() ? Ending.COMPLETED : Ending.TRUNCATED);
    assertThat(outcome.error()).isInstanceOf(ErrorPages.OutOfStock.class);
    assertThat(outcome.errorHandled()).isFalse();
    assertThat(pitfalls).isEmpty();
  }

  /** Reads an answer without a length in chunks, so that one sees where it was cut. */
  private RawResponse keepAlive(String path) {
    try (RawHttpClient client = RawHttpClient.connect(server().port())) {
      return client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").read("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmapped", "sendError", "next"})
  void error_unmapped_isByteForByteWhatItIsWithoutBackstop(String page) throws Exception {
    start();

    String without = comparable(get("/bare/" + page));
    String with = comparable(get("/shop/" + page));

    assertThat(with.replace("/shop", "/bare")).isEqualTo(without);
    assertThat(onlyOutcome().errorHandled()).isFalse();
  }

  private static String comparable(RawResponse answer) {
    return new String(answer.bytes(), StandardCharsets.ISO_8859_1)
        .replaceAll("(?m)^Date: .*$", "Date: -");
  }

  // fail ---------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"fail", "asyncFail", "asyncFailAtOnce"})
  void fail_problem_isTheWholeAnswer(String page) throws Exception {
    start();

    RawResponse answer = get("/shop/" + page);

    assertProblem(answer, 422, NO_SUCH_SIZE);
    Outcome outcome = onlyOutcome();
    assertThat(outcome.status()).isEqualTo(422);
    assertThat(outcome.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(outcome.error()).isNull();
    assertThat(pitfalls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failUnmapped", "asyncFailUnmapped"})
  void fail_errorWithoutAMapper_isTheContainers500WithNothingOfTheError(String page)
      throws Exception {
    start();

    RawResponse answer = get("/shop/" + page);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.text()).doesNotContain("secret").doesNotContain("IllegalArgument");
    Outcome outcome = onlyOutcome();
    assertThat(outcome.status()).isEqualTo(500);
    assertThat(outcome.error()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fail_thenAnErrorEscapes_theErrorGoesOnToTheContainer() throws Exception {
    start();

    RawResponse answer = get("/shop/failThenThrow");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(onlyOutcome().error()).isInstanceOf(IllegalArgumentException.class);
    assertThat(onlyOutcome().errorHandled()).isFalse();
  }

  @Test
  void fail_asyncAfterTheCommit_completesAndIsReported() throws Exception {
    start();

    RawResponse answer = get("/shop/asyncCommitted");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("half an answer");
    assertThat(onlyOutcome().error()).isInstanceOf(ErrorPages.OutOfStock.class);
    assertThat(onlyOutcome().failed()).isTrue();
    assertThat(pitfalls)
        .extracting(Pitfall::kind)
        .containsExactlyInAnyOrder(PitfallKind.PROBLEM_NOT_SENT, PitfallKind.ERROR_SWALLOWED);
  }

  // Asynchronous -------------------------------------------------------------------------------

  @Test
  void asyncTimeout_mapped_isAnsweredWithItsProblem() throws Exception {
    start();

    RawResponse answer = get("/shop/asyncTimeout");

    assertProblem(answer, 504, "{\"title\":\"Gateway Timeout\",\"status\":504}");
    assertHandled(TimeoutException.class, 504);
    assertThat(onlyOutcome().timedOut()).isTrue();
    assertThat(onlyOutcome().errorOrigin()).isNull();
  }

  @Test
  void asyncTimeout_answeredByTheApplication_isLeftAlone() throws Exception {
    start();

    RawResponse answer = get("/shop/asyncTimeoutAnswered");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text()).isEqualTo("later");
    assertThat(onlyOutcome().status()).isEqualTo(202);
    assertThat(onlyOutcome().timedOut()).isTrue();
  }

  @Test
  void asyncTimeout_completedEmptyByTheApplication_isLeftAloneWhereTheContainerTells()
      throws Exception {
    start();

    RawResponse answer = get("/shop/asyncTimeoutCompleted");

    assertThat(answer.status()).isEqualTo(statusOfTimeoutCompletedEmpty());
    assertThat(answer.isComplete()).isTrue();
    assertThat(onlyOutcome().status()).isEqualTo(answer.status());
  }

  // Gates --------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "closed",
        "closed/",
        "closed/begun",
        "%63losed/begun",
        "closed;a=b/begun",
        "x/../closed/a"
      })
  void gate_refuses_theApplicationIsNeverAsked(String path) throws Exception {
    start();

    RawResponse answer = get("/shop/" + path);

    assertProblem(answer, 403, "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"closed\"}");
    Outcome outcome = onlyOutcome();
    assertThat(outcome.status()).isEqualTo(403);
    assertThat(outcome.error()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"closedToo", "open/closed"})
  void gate_ofAnotherPath_letsTheRequestPass(String path) throws Exception {
    start();

    assertThat(get("/shop/" + path).text()).isEqualTo("served");
  }
}
