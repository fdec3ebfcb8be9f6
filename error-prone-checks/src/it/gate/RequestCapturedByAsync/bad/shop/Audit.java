package shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Audit extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private final transient Executor executor;

  Audit(Executor executor) {
    this.executor = executor;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(202);
    executor.execute(() -> LOG.info("sold to {}", request.getHeader("customer"))); // blocked: RequestCapturedByAsync
  }
}
