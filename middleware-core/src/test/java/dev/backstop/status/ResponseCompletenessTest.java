package dev.backstop.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of the Servlet API and of the platform that can change a response goes through the
 * wrapper: found by reflection, so that a method which a later version adds fails here.
 */
class ResponseCompletenessTest {
  /** What only reads. Everything else that a response has is taken for a change. */
  private static final Set<String> READERS =
      Set.of(
          "containsHeader",
          "encodeURL",
          "encodeRedirectURL",
          "getStatus",
          "getHeader",
          "getHeaders",
          "getHeaderNames",
          "getTrailerFields",
          "getCharacterEncoding",
          "getContentType",
          "getBufferSize",
          "isCommitted",
          "getLocale");

  /** These hand out what writes, so they are refused with an exception. */
  private static final Set<String> BODIES = Set.of("getOutputStream", "getWriter");

  /** Of a stream or writer: these write nothing by themselves. */
  private static final Set<String> NO_WRITES =
      Set.of("flush", "close", "checkError", "isReady", "setWriteListener");

  private final RecordedResponse container = new RecordedResponse();
  private final RecordingMonitor monitor = new RecordingMonitor();
  private final ResponseEvidence evidence = monitor.evidence();
  private final StatusCapturingResponseWrapper wrapper =
      new StatusCapturingResponseWrapper(container.response, monitor);

  // The methods --------------------------------------------------------------------------------

  static Stream<Method> changes() {
    return Arrays.stream(HttpServletResponse.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !READERS.contains(method.getName()));
  }

  static Stream<Method> setters() {
    return changes().filter(method -> !BODIES.contains(method.getName()));
  }

  static Stream<Method> streamWrites() {
    return writesOf(ServletOutputStream.class);
  }

  static Stream<Method> writerWrites() {
    return writesOf(PrintWriter.class);
  }

  private static Stream<Method> writesOf(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !method.isBridge())
        .filter(method -> !NO_WRITES.contains(method.getName()));
  }

  private static Object[] samplesFor(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] samples = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      samples[i] = types[i] == int.class ? sampleOf(method, i) : sampleOf(types[i], method);
    }
    return samples;
  }

  private static int sampleOf(Method method, int index) {
    return switch (method.getName()) {
      case "sendError", "sendRedirect", "setStatus" -> 404;
      // a character or byte, or the range (1, 2) of the samples
      case "write", "append" -> index == 0 ? 'w' : index;
      default -> 17;
    };
  }

  private static Object sampleOf(Class<?> type, Method method) {
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(boolean.class, true),
            Map.entry(char.class, 'c'),
            Map.entry(long.class, 123_456_789_012L),
            Map.entry(float.class, 1.5f),
            Map.entry(double.class, 2.25d),
            Map.entry(byte[].class, "bytes".getBytes(StandardCharsets.US_ASCII)),
            Map.entry(char[].class, "chars".toCharArray()),
            Map.entry(String.class, "sample %s"),
            Map.entry(CharSequence.class, new StringBuilder("sequence")),
            Map.entry(Object.class, "object"),
            Map.entry(Object[].class, new Object[] {"argument"}),
            Map.entry(Locale.class, Locale.GERMANY),
            Map.entry(Charset.class, StandardCharsets.UTF_8),
            Map.entry(ByteBuffer.class, ByteBuffer.wrap(new byte[] {1, 2, 3})),
            Map.entry(Cookie.class, new Cookie("a", "b")),
            Map.entry(Supplier.class, (Supplier<Object>) Map::of));
    Object sample = samples.get(type);
    if (sample == null) {
      fail("no sample of %s for %s: the API has a new method, see to it", type, method);
    }
    return sample;
  }

  private static void call(Method method, Object target) throws Throwable {
    try {
      method.invoke(target, samplesFor(method));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  // The wrapper --------------------------------------------------------------------------------

  @Test
  void readers_areAllOfThisApi() {
    assertThat(READERS)
        .allSatisfy(
            name ->
                assertThat(HttpServletResponse.class.getMethods())
                    .anyMatch(method -> method.getName().equals(name)));
    assertThat(changes().map(Method::getName).distinct())
        .contains("setStatus", "sendError", "sendRedirect", "setTrailerFields", "getWriter");
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyChange_isOverriddenByTheWrapperItself(Method method) throws Exception {
    assertThat(
            StatusCapturingResponseWrapper.class.getDeclaredMethod(
                method.getName(), method.getParameterTypes()))
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyChange_whileOpen_reachesTheContainerAsTheSameCall(Method method) throws Throwable {
    RecordedResponse bare = new RecordedResponse();
    call(method, bare.response);

    call(method, wrapper);

    assertThat(container.calls).isEqualTo(bare.calls);
    assertThat(container.status).isEqualTo(bare.status);
    assertThat(monitor.misuse()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("setters")
  void everySetter_afterTheEnd_changesNothingAndIsToldOnce(Method method) throws Throwable {
    wrapper.setStatus(202);
    container.calls.clear();
    evidence.close();

    call(method, wrapper);

    assertThat(container.calls).isEmpty();
    assertThat(evidence.snapshot()).isEqualTo(new Evidence(202, false, 0));
    assertThat(monitor.told).hasSize(1);
    assertThat(monitor.told.get(0)).startsWith("usedAfterEnd " + method.getName());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyBody_afterTheEnd_throwsWithTheExchangesName(Method method) {
    evidence.close();
    if (!BODIES.contains(method.getName())) {
      assertThat(catchThrowable(() -> call(method, wrapper))).isNull();
      return;
    }

    assertThatThrownBy(() -> call(method, wrapper))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(method.getName(), "GET /orders", "has ended");

    assertThat(monitor.told).containsExactly("usedAfterEnd " + method.getName());
  }

  @Test
  void everyReader_afterTheEnd_isNoMisuse() throws Throwable {
    evidence.close();

    for (Method method : HttpServletResponse.class.getMethods()) {
      if (READERS.contains(method.getName())) {
        call(method, wrapper);
      }
    }

    assertThat(monitor.told).isEmpty();
  }

  // The stream ---------------------------------------------------------------------------------

  @Test
  void streamMethods_areAllKnown() {
    // Whatever ServletOutputStream or OutputStream add is a write, until NO_WRITES says otherwise.
    assertThat(streamWrites().map(Method::getName).distinct())
        .containsExactlyInAnyOrder("write", "print", "println");
    assertThat(
            Arrays.stream(OutputStream.class.getDeclaredMethods())
                .filter(method -> Modifier.isProtected(method.getModifiers())))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("streamWrites")
  void everyStreamWrite_isPassedOnAnnouncedAndCounted(Method method) throws Throwable {
    RecordedResponse bare = new RecordedResponse();
    call(method, bare.response.getOutputStream());

    call(method, wrapper.getOutputStream());

    assertThat(container.body.toByteArray()).isEqualTo(bare.body.toByteArray()).isNotEmpty();
    assertThat(evidence.bytes()).isEqualTo(container.body.size());
    assertThat(monitor.told).containsExactly("beforeCommit 200");
  }

  @ParameterizedTest
  @MethodSource("streamWrites")
  void everyStreamWrite_thatOverflowsTheBuffer_commits(Method method) throws Throwable {
    container.bufferSize = 0;

    call(method, wrapper.getOutputStream());

    assertThat(evidence.isCommitted()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("streamWrites")
  void everyStreamWrite_afterTheEnd_throwsAndWritesNothing(Method method) throws Throwable {
    ServletOutputStream stream = wrapper.getOutputStream();
    evidence.close();

    assertThatThrownBy(() -> call(method, stream))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("GET /orders", "has ended");

    assertThat(container.body.size()).isZero();
    assertThat(evidence.bytes()).isZero();
    assertThat(monitor.told).hasSize(1).allMatch(line -> line.startsWith("usedAfterEnd"));
  }

  @ParameterizedTest
  @MethodSource("streamWrites")
  void everyStreamWrite_thatFails_isToldAndThrown(Method method) throws Throwable {
    container.failure = new IOException("broken pipe");

    assertThatThrownBy(() -> call(method, wrapper.getOutputStream())).isSameAs(container.failure);

    assertThat(evidence.bytes()).isZero();
    assertThat(monitor.misuse()).containsExactly("writeFailed broken pipe");
  }

  @Test
  void streamFlushAndClose_thatFail_areToldAndThrown() throws IOException {
    container.failure = new IOException("broken pipe");

    assertThatThrownBy(() -> wrapper.getOutputStream().flush()).isSameAs(container.failure);
    assertThatThrownBy(() -> wrapper.getOutputStream().close()).isSameAs(container.failure);
    assertThatThrownBy(wrapper::flushBuffer).isSameAs(container.failure);

    assertThat(monitor.misuse()).hasSize(3).containsOnly("writeFailed broken pipe");
  }

  /** No client has gone away: the application printed what ISO-8859-1 does not have. */
  @Test
  void print_unmappableCharacter_isNoFailureOfTheClient() throws IOException {
    assertThatThrownBy(() -> wrapper.getOutputStream().print("\u65e5"))
        .isInstanceOf(CharConversionException.class);

    assertThat(monitor.misuse()).isEmpty();
  }

  @Test
  void print_null_isTheWordAsTheApiSays() throws IOException {
    wrapper.getOutputStream().print((String) null);

    assertThat(container.body.toString(StandardCharsets.US_ASCII)).isEqualTo("null");
    assertThat(evidence.bytes()).isEqualTo(4);
  }

  @Test
  void flush_afterTheEnd_isToldAndThrows() throws IOException {
    ServletOutputStream stream = wrapper.getOutputStream();
    evidence.close();

    assertThatThrownBy(stream::flush).isInstanceOf(IllegalStateException.class);

    assertThat(container.committed).isFalse();
    assertThat(monitor.told).containsExactly("usedAfterEnd flush");
  }

  @Test
  void close_afterTheEnd_isNoMisuse() throws IOException {
    ServletOutputStream stream = wrapper.getOutputStream();
    evidence.close();

    stream.close();

    assertThat(monitor.told).isEmpty();
    assertThat(container.stream.closed).isFalse();
  }

  @Test
  void setWriteListener_passesEverythingOnAndTellsErrors() throws Exception {
    StringBuilder heard = new StringBuilder();
    wrapper
        .getOutputStream()
        .setWriteListener(
            new WriteListener() {
              @Override
              public void onWritePossible() {
                heard.append("possible ");
              }

              @Override
              public void onError(Throwable failure) {
                heard.append(failure.getMessage());
              }
            });

    container.writeListener.onWritePossible();
    container.writeListener.onError(new IOException("reset"));

    assertThat(heard).hasToString("possible reset");
    assertThat(monitor.misuse()).containsExactly("writeFailed reset");
    assertThat(wrapper.getOutputStream().isReady()).isTrue();
  }

  @Test
  void setWriteListener_null_failsAsTheContainerSays() {
    assertThatThrownBy(() -> wrapper.getOutputStream().setWriteListener(null))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void setWriteListener_afterTheEnd_doesNotReachTheContainer() throws IOException {
    ServletOutputStream stream = wrapper.getOutputStream();
    evidence.close();

    assertThatThrownBy(() -> stream.setWriteListener(new SilentListener()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(container.calls).isEmpty();
    assertThat(monitor.told).containsExactly("usedAfterEnd setWriteListener");
  }

  private static final class SilentListener implements WriteListener {
    @Override
    public void onWritePossible() {}

    @Override
    public void onError(Throwable failure) {}
  }

  // The writer ---------------------------------------------------------------------------------

  @Test
  void writerMethods_areAllKnown() {
    assertThat(writerWrites().map(Method::getName).distinct())
        .containsExactlyInAnyOrder("write", "print", "println", "printf", "format", "append");
  }

  @ParameterizedTest
  @MethodSource("writerWrites")
  void everyWriterWrite_isPassedOnAnnouncedAndCounted(Method method) throws Throwable {
    for (String encoding : new String[] {null, "UTF-8", "UTF-16"}) {
      RecordedResponse bare = new RecordedResponse();
      bare.encoding = encoding;
      call(method, bare.response.getWriter());
      bare.response.getWriter().flush();
      RecordedResponse mine = new RecordedResponse();
      mine.encoding = encoding;
      StatusCapturingResponseWrapper wrapped = new StatusCapturingResponseWrapper(mine.response);

      call(method, wrapped.getWriter());
      wrapped.getWriter().flush();

      assertThat(mine.body.toByteArray()).isEqualTo(bare.body.toByteArray()).isNotEmpty();
      assertThat(wrapped.evidence().bytes()).as(encoding).isEqualTo(mine.body.size());
      assertThat(mine.lineEnds).as("left to the container").isEqualTo(bare.lineEnds);
    }
  }

  @ParameterizedTest
  @MethodSource("writerWrites")
  void everyWriterWrite_announcesTheCommit(Method method) throws Throwable {
    call(method, wrapper.getWriter());

    assertThat(monitor.told).containsExactly("beforeCommit 200");
  }

  @ParameterizedTest
  @MethodSource("writerWrites")
  void everyWriterWrite_afterTheEnd_throwsAndWritesNothing(Method method) throws Throwable {
    PrintWriter writer = wrapper.getWriter();
    evidence.close();

    assertThatThrownBy(() -> call(method, writer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("GET /orders", "has ended");

    container.writer().flush();
    assertThat(container.body.size()).isZero();
    assertThat(evidence.bytes()).isZero();
    assertThat(monitor.told).isNotEmpty().allMatch(line -> line.startsWith("usedAfterEnd"));
  }

  @Test
  void everyWriterWrite_ofNull_isTheWordAsThePlatformSays() throws IOException {
    PrintWriter writer = wrapper.getWriter();

    writer.print((String) null);
    writer.print((Object) null);
    writer.append(null);
    writer.flush();

    assertThat(container.body.toString(StandardCharsets.US_ASCII)).isEqualTo("nullnullnull");
    assertThat(evidence.bytes()).isEqualTo(12);
  }

  @Test
  void writerFlush_afterTheEnd_isToldAndThrows() throws IOException {
    PrintWriter writer = wrapper.getWriter();
    evidence.close();

    assertThatThrownBy(writer::flush).isInstanceOf(IllegalStateException.class);

    assertThat(container.committed).isFalse();
    assertThat(monitor.told).containsExactly("usedAfterEnd flush");
  }

  @Test
  void writerCloseAndCheckError_afterTheEnd_areNoMisuse() throws IOException {
    PrintWriter writer = wrapper.getWriter();
    evidence.close();

    writer.close();
    assertThat(writer.checkError()).as("nothing more can be written").isTrue();

    assertThat(monitor.told).isEmpty();
    assertThat(container.stream.closed).isFalse();
  }

  @Test
  void checkError_afterAFailedWrite_isTrueAndTold() throws IOException {
    container.failure = new IOException("broken pipe");
    PrintWriter writer = wrapper.getWriter();
    writer.write("x");

    assertThat(writer.checkError()).isTrue();

    assertThat(monitor.misuse()).hasSize(1).allMatch(line -> line.startsWith("writeFailed"));
  }

  @Test
  void checkError_withoutFailure_isFalse() throws IOException {
    PrintWriter writer = wrapper.getWriter();
    writer.write("x");

    assertThat(writer.checkError()).isFalse();
    assertThat(monitor.misuse()).isEmpty();
  }

  /** What is written after the close reaches nobody, so it is not counted either. */
  @Test
  void write_afterTheApplicationClosedTheWriter_isNotCounted() throws IOException {
    PrintWriter writer = wrapper.getWriter();
    writer.write("abc");
    writer.close();

    writer.write("lost");

    assertThat(container.body.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
    assertThat(wrapper.evidence().bytes()).isEqualTo(3);
  }
}
