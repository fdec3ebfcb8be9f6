package shop;

import java.util.concurrent.ExecutorService;

class Export {
  void export(ExecutorService executor, Runnable task) {
    executor.submit(task); // blocked: FutureReturnValueIgnored
  }
}
