package dev.backstop.it.installation;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import dev.backstop.Backstop;
import dev.backstop.it.installation.war.WarInitializer;
import dev.backstop.it.installation.war.WarListener;
import dev.backstop.it.installation.war.WarWithoutBackstop;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * An exploded web application with everything that it needs inside: Backstop, SLF4J, Logback, and
 * the classes of the package {@code war}.
 */
public final class War {
  /** Who installs Backstop. */
  public enum InstalledBy {
    /** A listener in web.xml. */
    LISTENER,
    /** A ServletContainerInitializer that is found by its services file. */
    INITIALIZER,
    /** Nobody: to know what the container alone does. */
    NOBODY
  }

  private War() {}

  /** Writes the application into an empty directory, and returns it. */
  public static Path explode(Path directory, InstalledBy by) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("WEB-INF/classes"));
    Path libraries = Files.createDirectories(directory.resolve("WEB-INF/lib"));
    for (Class<?> one : List.of(Backstop.class, Logger.class, LoggerContext.class, Context.class)) {
      add(placeOf(one), classes, libraries);
    }
    addPackage(WarListener.class, classes);
    String listener =
        switch (by) {
          case LISTENER -> WarListener.class.getName();
          case NOBODY -> WarWithoutBackstop.class.getName();
          case INITIALIZER -> "";
        };
    if (by == InstalledBy.INITIALIZER) {
      Path services = Files.createDirectories(classes.resolve("META-INF/services"));
      Files.writeString(
          services.resolve("jakarta.servlet.ServletContainerInitializer"),
          WarInitializer.class.getName());
    }
    Files.writeString(directory.resolve("WEB-INF/web.xml"), webXml(listener));
    return directory;
  }

  private static String webXml(String listener) {
    return "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\" metadata-complete=\"true\">"
        + (listener.isEmpty()
            ? ""
            : "<listener><listener-class>" + listener + "</listener-class></listener>")
        + "</web-app>";
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A jar goes to the libraries, a folder of classes to the classes. */
  private static void add(Path place, Path classes, Path libraries) throws IOException {
    if (Files.isDirectory(place)) {
      copy(place, classes);
    } else {
      Files.copy(place, libraries.resolve(place.getFileName().toString()));
    }
  }

  private static void addPackage(Class<?> member, Path classes) throws IOException {
    String folder = member.getPackageName().replace('.', '/');
    Path place = placeOf(member);
    Path target = Files.createDirectories(classes.resolve(folder));
    if (Files.isDirectory(place)) {
      copy(place.resolve(folder), target);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      copy(jar.getPath(folder), target);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
