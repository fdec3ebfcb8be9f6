import dev.backstop.cleanup.CleanupRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.MDC;

class S01 extends HttpFilter {
  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MDC.put("user", request.getRemoteUser());
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove("user");
    }
  }
}

class S02 implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      MDC.put("address", request.getRemoteAddr());
      chain.doFilter(request, response);
    } finally {
      MDC.clear();
    }
  }
}

class S03 implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (MDC.MDCCloseable field = MDC.putCloseable("id", UUID.randomUUID().toString())) {
      chain.doFilter(request, response);
    }
  }
}

class S04 extends HttpFilter {
  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Map<String, String> before = MDC.getCopyOfContextMap();
    MDC.put("path", request.getRequestURI());
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.setContextMap(before);
    }
  }
}

class S05 extends HttpFilter {
  private static final String USER = "user";
  private static final String PATH = "path";

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MDC.put(USER, request.getRemoteUser());
    MDC.put(PATH, request.getRequestURI());
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(USER);
      MDC.remove(PATH);
    }
  }
}

class S06 extends HttpFilter {
  private static void fill(HttpServletRequest request) {
    MDC.put("method", request.getMethod());
  }

  private static void forget() {
    MDC.remove("method");
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    fill(request);
    try {
      chain.doFilter(request, response);
    } finally {
      forget();
    }
  }
}

class S07 extends HttpFilter {
  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRemoteUser() == null) {
      chain.doFilter(request, response);
      return;
    }
    MDC.put("user", request.getRemoteUser());
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException e) {
      response.sendError(500);
    } finally {
      MDC.remove("user");
    }
  }
}

class S08 implements Filter {
  private static final List<String> KEYS = List.of("a", "b");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    KEYS.forEach(key -> MDC.put(key, request.getParameter(key)));
    try {
      chain.doFilter(request, response);
    } finally {
      KEYS.forEach(MDC::remove);
    }
  }
}

class S09 {
  void handle(CleanupRegistry cleanups, Runnable log) {
    cleanups.register(
        "log",
        outcome -> {
          MDC.put("status", "" + outcome.status());
          try {
            log.run();
          } finally {
            MDC.remove("status");
          }
        });
  }
}

class S10 extends HttpFilter {
  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String outer = MDC.get("user");
    MDC.put("user", request.getRemoteUser());
    try {
      chain.doFilter(request, response);
    } finally {
      if (outer == null) {
        MDC.remove("user");
      } else {
        MDC.put("user", outer);
      }
    }
  }
}

class S11 {
  void handle(Runnable work, Runnable log) {
    try {
      work.run();
    } finally {
      try {
        MDC.put("took", "1");
        log.run();
      } finally {
        MDC.remove("took");
      }
    }
  }
}
