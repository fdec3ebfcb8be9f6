package dev.backstop.it;

import io.undertow.servlet.api.ListenerInfo;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The class loader of an exploded web application, which looks into the application first (Servlet
 * 6.0, 10.7.2). Undertow leaves web applications to the server around it.
 */
final class WarLoader extends URLClassLoader {
  private static final Pattern LISTENER = Pattern.compile("<listener-class>(.+?)<");

  static {
    registerAsParallelCapable();
  }

  private final Path directory;

  WarLoader(Path directory) {
    super(urls(directory), WarLoader.class.getClassLoader());
    this.directory = directory;
  }

  private static URL[] urls(Path directory) {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> libraries = Files.list(directory.resolve("WEB-INF/lib"))) {
      urls.add(url(directory.resolve("WEB-INF/classes")));
      libraries.sorted().forEach(library -> urls.add(url(library)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.") || name.startsWith("jakarta.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException elsewhere) {
        return super.loadClass(name, resolve);
      }
    }
  }

  /** Returns the listeners of the application's web.xml. */
  List<ListenerInfo> listeners() {
    List<ListenerInfo> listeners = new ArrayList<>();
    try {
      Matcher matcher = LISTENER.matcher(Files.readString(directory.resolve("WEB-INF/web.xml")));
      while (matcher.find()) {
        Class<?> type = Class.forName(matcher.group(1), false, this);
        listeners.add(new ListenerInfo(type.asSubclass(ServletContextListener.class)));
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("the web application in " + directory + " is broken", e);
    }
    return listeners;
  }
}
