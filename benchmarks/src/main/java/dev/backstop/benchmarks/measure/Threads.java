package dev.backstop.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The threads of one server: all that are started by what is run here, and by those in turn. The
 * compiler's and the collector's threads are none of them.
 */
public final class Threads {
  private static final ThreadMXBean BEAN = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final ThreadGroup group;

  public Threads(String name) {
    group = new ThreadGroup(name);
  }

  /** Returns what a task makes, which has run on a thread of this group. */
  public <T> T make(Callable<T> task) throws InterruptedException, ExecutionException {
    FutureTask<T> made = new FutureTask<>(task);
    Thread maker = new Thread(group, made, group.getName() + "-maker");
    maker.start();
    maker.join();
    return made.get();
  }

  /** Returns what the threads that live now have used so far. */
  public Cost cost() {
    Thread[] room = new Thread[group.activeCount() + 16];
    int count = group.enumerate(room);
    long[] ids = Arrays.stream(room, 0, count).mapToLong(Thread::getId).toArray();
    return new Cost(
        Arrays.stream(BEAN.getThreadAllocatedBytes(ids)).sum(),
        Arrays.stream(BEAN.getThreadCpuTime(ids)).sum());
  }

  /** Returns what the calling thread has used so far. */
  public static Cost ofCaller() {
    return new Cost(BEAN.getCurrentThreadAllocatedBytes(), BEAN.getCurrentThreadCpuTime());
  }
}
