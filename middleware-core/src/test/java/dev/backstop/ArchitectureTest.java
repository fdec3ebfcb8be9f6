package dev.backstop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the packages, and what each of them may know. */
class ArchitectureTest {
  /** Bottom first. A class knows its own package and those in the rows above its own, no others. */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("dev.backstop.outcome", "dev.backstop.ownership"),
          Set.of("dev.backstop.problem"),
          Set.of("dev.backstop.cleanup"),
          Set.of("dev.backstop.cancellation"),
          Set.of("dev.backstop.status"),
          Set.of("dev.backstop.completion"),
          Set.of("dev.backstop.pitfall"),
          Set.of("dev.backstop.jetty", "dev.backstop.tomcat", "dev.backstop.undertow"),
          Set.of("dev.backstop"),
          Set.of("dev.backstop.observe", "dev.backstop.jdbc"),
          Set.of("dev.backstop.tenant", "dev.backstop.slo"));

  /** Public types that only another of our packages may use, and how their Javadoc says so. */
  private static final Set<String> FOR_OUR_PACKAGES =
      Set.of(
          "dev.backstop.ErrorCategories",
          "dev.backstop.cancellation.CancelMonitor",
          "dev.backstop.cancellation.CancellationTree",
          "dev.backstop.cleanup.CleanupMonitor",
          "dev.backstop.cleanup.EndObserver",
          "dev.backstop.completion.AsyncEnd",
          "dev.backstop.completion.CompletionSource",
          "dev.backstop.completion.Exchanges",
          "dev.backstop.completion.OpenExchange",
          "dev.backstop.completion.Transfer",
          "dev.backstop.completion.OpenExchanges",
          "dev.backstop.completion.PortableSource",
          "dev.backstop.completion.ServletRequestHead",
          "dev.backstop.completion.Watchdog",
          "dev.backstop.jdbc.ForwardingConnection",
          "dev.backstop.jetty.JettySource",
          "dev.backstop.observe.BoundedNames",
          "dev.backstop.observe.DispatchScope",
          "dev.backstop.observe.Mistakes",
          "dev.backstop.observe.SpringConvention",
          "dev.backstop.outcome.LoggedError",
          "dev.backstop.status.ResponseEvidence",
          "dev.backstop.status.ResponseMonitor",
          "dev.backstop.tomcat.TomcatSource",
          "dev.backstop.undertow.UndertowSource");

  private static final Pattern SAYS_SO =
      Pattern.compile("^\\s*/?\\*\\*?\\s*For (Backstop's own packages|the root package): ");

  private static final JavaClasses CORE = new ClassFileImporter().importPath(CoreClasses.folder());

  // The order ----------------------------------------------------------------------------------

  private static int placeOf(String packageName) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (ORDER.get(i).contains(packageName)) {
        return i;
      }
    }
    return -1;
  }

  private static final ArchRule ARROWS =
      classes()
          .should(
              new ArchCondition<JavaClass>("know only what is below them") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  int place = placeOf(origin.getPackageName());
                  if (place < 0) {
                    events.add(
                        SimpleConditionEvent.violated(
                            origin, origin.getName() + " is in a package that has no place"));
                  }
                  for (Dependency arrow : origin.getDirectDependenciesFromSelf()) {
                    String target = arrow.getTargetClass().getPackageName();
                    boolean ours =
                        target.equals("dev.backstop") || target.startsWith("dev.backstop.");
                    if (ours
                        && !target.equals(origin.getPackageName())
                        && placeOf(target) >= place) {
                      events.add(SimpleConditionEvent.violated(origin, arrow.getDescription()));
                    }
                  }
                }
              });

  @Test
  void imports_pointDownTheOrder() {
    ARROWS.check(CORE);
  }

  /** The rule has teeth: this test of a low package uses a class of the root package. */
  @Test
  void imports_thatPointUp_areFound() throws ClassNotFoundException {
    Class<?> pointsUp = Class.forName("dev.backstop.cleanup.StandaloneRegistryTest");

    EvaluationResult result = ARROWS.evaluate(new ClassFileImporter().importClasses(pointsUp));

    assertThat(result.getFailureReport().toString()).contains("dev.backstop.LogLines");
  }

  @Test
  void order_hasEveryPackageThatExists() {
    Set<String> packages = new TreeSet<>();
    CORE.forEach(one -> packages.add(one.getPackageName()));

    assertThat(packages)
        .contains("dev.backstop", "dev.backstop.outcome", "dev.backstop.jetty")
        .allMatch(name -> placeOf(name) >= 0);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.backstop.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void packages_areNamedAfterWhatTheyAnswer() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..internal..",
            "..impl..",
            "..helper..",
            "..manager..")
        .check(CORE);
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?").check(CORE);
  }

  // What is known of others --------------------------------------------------------------------

  @Test
  void observeAndTenant_alone_knowOpenTelemetry() {
    onlyIn(Set.of("dev.backstop.observe", "dev.backstop.tenant"), "io.opentelemetry..");
  }

  /**
   * An application needs OpenTelemetry's API alone: who knows the SDK expects that it is absent.
   */
  @Test
  void theSdk_isKnownToTheLedgerAndTheClockAlone() {
    assertThat(namesOfThoseThatKnow("io.opentelemetry.sdk"))
        .containsExactly(
            "dev.backstop.observe.OpenSpans",
            "dev.backstop.observe.OpenSpans$Started",
            "dev.backstop.observe.SdkTime",
            "dev.backstop.observe.SpanLedger");
  }

  /** A runtime may have no module jdk.jfr: an event is touched by its door alone. */
  @Test
  void flightRecorder_isKnownToTheEventsAlone() {
    assertThat(namesOfThoseThatKnow("jdk.jfr"))
        .containsExactly("dev.backstop.ExchangeEvent", "dev.backstop.cleanup.CleanupEvent");
  }

  private static Set<String> namesOfThoseThatKnow(String packageName) {
    Set<String> names = new TreeSet<>();
    CORE.stream()
        .filter(
            one ->
                one.getDirectDependenciesFromSelf().stream()
                    .anyMatch(arrow -> isIn(arrow.getTargetClass(), packageName)))
        .forEach(one -> names.add(one.getName()));
    return names;
  }

  @Test
  void observeAndWhatStandsOnIt_alone_knowMicrometer() {
    onlyIn(
        Set.of("dev.backstop.observe", "dev.backstop.tenant", "dev.backstop.slo"),
        "io.micrometer..");
  }

  @Test
  void jdbcAndSlo_alone_knowDataSources() {
    onlyIn(Set.of("dev.backstop.jdbc", "dev.backstop.slo"), "javax.sql..");
  }

  @Test
  void containerPackages_alone_knowTheirContainer() {
    onlyIn(Set.of("dev.backstop.jetty"), "org.eclipse.jetty..");
    onlyIn(
        Set.of("dev.backstop.tomcat"),
        "org.apache.catalina..",
        "org.apache.coyote..",
        "org.apache.tomcat..");
    onlyIn(Set.of("dev.backstop.undertow"), "io.undertow..", "org.xnio..");
  }

  private static void onlyIn(Set<String> packages, String... others) {
    assertThat(packages)
        .as("each of them does")
        .allMatch(
            packageName ->
                CORE.stream()
                    .anyMatch(
                        one ->
                            one.getPackageName().equals(packageName)
                                && one.getDirectDependenciesFromSelf().stream()
                                    .anyMatch(arrow -> isIn(arrow.getTargetClass(), others))));
    noClasses()
        .that()
        .resideOutsideOfPackages(packages.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CORE);
  }

  private static boolean isIn(JavaClass one, String... packages) {
    return Stream.of(packages)
        .anyMatch(name -> one.getPackageName().startsWith(name.replace("..", "")));
  }

  /** Where a container is absent its package cannot load: the root names its source and no more. */
  @Test
  void root_knowsOfEachContainerPackageOnlyItsSource() {
    Set<String> known = new TreeSet<>();
    CORE.stream()
        .filter(one -> one.getPackageName().equals("dev.backstop"))
        .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
        .map(arrow -> arrow.getTargetClass())
        .filter(target -> placeOf(target.getPackageName()) == placeOf("dev.backstop.jetty"))
        .forEach(target -> known.add(target.getName()));

    assertThat(known)
        .containsExactly(
            "dev.backstop.jetty.JettySource",
            "dev.backstop.tomcat.TomcatSource",
            "dev.backstop.undertow.UndertowSource");
  }

  /** A registry is also used around what is no HTTP exchange, where there is no Servlet API. */
  @Test
  void outcomeAndCleanup_knowNoServletApi() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.backstop.outcome", "dev.backstop.cleanup")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..")
        .check(CORE);
  }

  @Test
  void everything_knowsNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.backstop..",
            "java..",
            "javax.sql..",
            "jdk.jfr..",
            "jakarta.servlet..",
            "org.slf4j..",
            "org.jspecify..",
            "io.opentelemetry..",
            "io.micrometer..",
            "org.eclipse.jetty..",
            "org.apache.catalina..",
            "org.apache.coyote..",
            "org.apache.tomcat..",
            "io.undertow..",
            "org.xnio..")
        .check(CORE);
  }

  // Habits -------------------------------------------------------------------------------------

  /** A native image needs no configuration. */
  @Test
  void reflection_serviceLoaderAndClassPathScan_areNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.ServiceLoader|java\\.lang\\.reflect\\.(Method|Field|Constructor)")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
        .orShould()
        .callMethod(ClassLoader.class, "loadClass", String.class)
        .check(CORE);
  }

  @Test
  void standardStreams_areNotUsed() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CORE);
  }

  @Test
  void staticFields_areFinal() {
    fields().that().areStatic().should().beFinal().check(CORE);
  }

  // What is public -----------------------------------------------------------------------------

  static Stream<String> publicTypes() {
    return CORE.stream()
        .filter(one -> one.getModifiers().contains(JavaModifier.PUBLIC) && !one.isNestedClass())
        .map(JavaClass::getName)
        .sorted();
  }

  @Test
  void forOurPackages_namesTypesThatArePublic() {
    assertThat(publicTypes()).containsAll(FOR_OUR_PACKAGES);
  }

  /** Whoever opens a public type sees in its first line whether it is meant for him. */
  @ParameterizedTest
  @MethodSource("publicTypes")
  void publicType_thatIsForOurPackages_saysSoInItsFirstLineAndNoOther(String name)
      throws IOException {
    assertThat(SAYS_SO.matcher(firstJavadocLineOf(name)).find())
        .as(firstJavadocLineOf(name))
        .isEqualTo(FOR_OUR_PACKAGES.contains(name));
  }

  private static String firstJavadocLineOf(String name) throws IOException {
    Path source = Path.of("src/main/java", name.replace('.', '/') + ".java");
    String simpleName = name.substring(name.lastIndexOf('.') + 1);
    Matcher declaration =
        Pattern.compile(
                "^public [a-z -]*(class|@?interface|enum|record) " + simpleName + "\\b",
                Pattern.MULTILINE)
            .matcher(Files.readString(source));
    assertThat(declaration.find()).as("declaration of %s", name).isTrue();
    String before = Files.readString(source).substring(0, declaration.start());
    String javadoc = before.substring(before.lastIndexOf("/**"));
    String[] lines = javadoc.lines().toArray(String[]::new);
    return lines[0].strip().equals("/**") ? lines[1] : lines[0];
  }
}
