import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

class S01 extends HttpFilter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    TENANT.set(request.getHeader("Tenant"));
    try {
      chain.doFilter(request, response);
    } finally {
      TENANT.remove();
    }
  }
}

class S02 implements Filter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      TENANT.set(request.getRemoteAddr());
      chain.doFilter(request, response);
    } finally {
      TENANT.remove();
    }
  }
}

class S03 extends HttpFilter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String before = TENANT.get();
    TENANT.set(request.getRemoteUser());
    try {
      chain.doFilter(request, response);
    } finally {
      TENANT.set(before);
    }
  }
}

class S04 extends HttpFilter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  private static void enter(HttpServletRequest request) {
    TENANT.set(request.getRemoteUser());
  }

  private static void leave() {
    TENANT.remove();
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    enter(request);
    try {
      chain.doFilter(request, response);
    } finally {
      leave();
    }
  }
}

class S05 implements Filter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.isSecure()) {
      TENANT.set("secure");
      try {
        chain.doFilter(request, response);
      } finally {
        TENANT.remove();
      }
    } else {
      chain.doFilter(request, response);
    }
  }
}

class S06 extends HttpFilter {
  private final Holder holder = new Holder();

  static class Holder {
    final InheritableThreadLocal<Locale> locale = new InheritableThreadLocal<>();
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    holder.locale.set(request.getLocale());
    try {
      chain.doFilter(request, response);
    } finally {
      holder.locale.remove();
    }
  }
}

class S07 extends HttpFilter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    TENANT.set(request.getRemoteUser());
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException e) {
      response.sendError(500);
    } finally {
      TENANT.set(null);
    }
  }
}

class S08 extends HttpFilter {
  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String name = request.getRemoteUser();
    if (name == null) {
      response.sendError(401);
      return;
    }
    TENANT.set(name);
    try {
      chain.doFilter(request, response);
    } finally {
      TENANT.remove();
    }
  }
}

class S09 extends HttpFilter {
  static final class Current {
    private static final ThreadLocal<String> VALUE = new ThreadLocal<>();

    static void set(String value) {
      VALUE.set(value);
    }

    static void clear() {
      VALUE.remove();
    }
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Current.set(request.getMethod());
    try {
      chain.doFilter(request, response);
    } finally {
      Current.clear();
    }
  }
}

class S10 implements Filter {
  private static final ThreadLocal<Long> START = ThreadLocal.withInitial(System::nanoTime);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    START.set(start);
    try {
      try {
        chain.doFilter(request, response);
      } finally {
        request.setAttribute("took", System.nanoTime() - START.get());
      }
    } finally {
      START.remove();
    }
  }
}
