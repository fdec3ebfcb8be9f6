package dev.backstop.it.installation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Core is compiled against Servlet 6.1: a module that extends this is there to run it without. */
public abstract class Servlet60Contract {
  /** Makes the contract. */
  protected Servlet60Contract() {}

  @Test
  void classPath_hasServlet60AndNoOther() throws IOException {
    String resource = HttpServletResponse.class.getName().replace('.', '/') + ".class";

    assertThat(Collections.list(getClass().getClassLoader().getResources(resource))).hasSize(1);
    assertThat(Arrays.stream(HttpServletResponse.class.getMethods()).map(Object::toString))
        .noneMatch(method -> method.contains("sendRedirect(java.lang.String,int,boolean)"))
        .anyMatch(method -> method.contains("sendRedirect(java.lang.String)"));
  }
}
