package dev.backstop.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who of the adapter may know what is optional. */
class KafkaArchitectureTest {
  private static final JavaClasses ADAPTER =
      new ClassFileImporter()
          .importPath(
              Path.of(
                  BackstopConsumer.class
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .getPath()));

  @Test
  void openTelemetryAndMicrometer_areKnownToFew() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(ConsumerTracing|KafkaHeaders|BackstopConsumerBuilder)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry..")
        .check(ADAPTER);
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.(RecordMetrics|BackstopConsumerBuilder)")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..")
        .check(ADAPTER);
  }

  @Test
  void everything_knowsNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.backstop..",
            "java..",
            "org.slf4j..",
            "org.jspecify..",
            "org.apache.kafka..",
            "io.opentelemetry..",
            "io.micrometer..")
        .check(ADAPTER);
    fields().that().areStatic().should().beFinal().check(ADAPTER);
  }
}
