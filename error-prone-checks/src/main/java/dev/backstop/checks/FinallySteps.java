package dev.backstop.checks;

import com.google.errorprone.VisitorState;
import com.google.errorprone.util.ASTHelpers;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.TryTree;
import com.sun.tools.javac.code.Symbol;
import com.sun.tools.javac.code.Symbol.MethodSymbol;
import com.sun.tools.javac.code.Type;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a cleanup that run one after the other: which may throw, and which it would skip.
 */
final class FinallySteps {
  /** What a cleanup is called. */
  private static final Pattern CLEANUP =
      Pattern.compile(
          "(cancel|cleanUp|cleanup|clear|close|complete|countDown|decrement|deregister|destroy"
              + "|detach|disconnect|dispose|end|finish|free|getAndDecrement|observeDuration|pop"
              + "|release|remove|reset|restore|shutdown|stop|terminate|unlock|unregister)"
              + "([A-Z].*)?|dec|setContextMap");

  /** Of these, what may throw although it declares nothing: code that is not known. */
  private static final Set<String> WORKING =
      Set.of(
          "cleanUp",
          "cleanup",
          "close",
          "complete",
          "destroy",
          "disconnect",
          "dispose",
          "end",
          "finish",
          "release",
          "shutdown",
          "stop",
          "terminate");

  /** Whose cleanups do not throw unless they declare it. */
  private static final List<String> QUIET_PACKAGES =
      List.of(
          "java.",
          "javax.imageio.",
          "javax.net.",
          "javax.security.",
          "javax.swing.",
          "javax.xml.",
          "io.opentelemetry.",
          "io.micrometer.",
          "io.opentracing.",
          "io.prometheus.",
          "brave.",
          "com.codahale.metrics.",
          "io.dropwizard.metrics",
          "org.slf4j.",
          "org.apache.logging.",
          "ch.qos.logback.",
          "dev.backstop.");

  /** The same, by what the type is called. */
  private static final List<String> QUIET_NAMES =
      List.of(
          "Scope",
          "Span",
          "Sample",
          "Timer",
          "Lock",
          "Observation",
          "Closeable",
          "Buffer",
          "ByteBuf",
          "Builder");

  /** What declares IOException and never throws it. */
  private static final Set<String> IN_MEMORY =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.CharArrayReader",
          "java.io.CharArrayWriter",
          "java.io.StringReader",
          "java.io.StringWriter");

  private FinallySteps() {}

  /** A step that may throw, and the first of those that do not run then. */
  record Skip(MethodInvocationTree step, MethodInvocationTree skipped) {}

  /** Returns the first step of the block that may throw in front of a cleanup; or null. */
  static @Nullable Skip firstSkip(BlockTree steps, VisitorState state) {
    Skip[] found = {null};
    new Calls.Running() {
      @Override
      public @Nullable Void visitBlock(BlockTree block, @Nullable Void unused) {
        super.visitBlock(block, null);
        if (found[0] == null) {
          found[0] = skipIn(block.getStatements(), state);
        }
        return null;
      }
    }.scan(steps, null);
    return found[0];
  }

  private static @Nullable Skip skipIn(
      List<? extends StatementTree> statements, VisitorState state) {
    for (int i = 0; i < statements.size() - 1; i++) {
      MethodInvocationTree throwing = throwing(statements.get(i), state);
      if (throwing != null) {
        for (StatementTree later : statements.subList(i + 1, statements.size())) {
          for (MethodInvocationTree call : Calls.in(later)) {
            if (isCleanup(call) && !isFlushOf(throwing, call)) {
              return new Skip(throwing, call);
            }
          }
        }
      }
    }
    return null;
  }

  /** Returns whether a stream is flushed and then closed, which flushes it once more. */
  private static boolean isFlushOf(MethodInvocationTree flush, MethodInvocationTree close) {
    return Calls.name(flush).equals("flush")
        && String.valueOf(ASTHelpers.getReceiver(flush))
            .equals(String.valueOf(ASTHelpers.getReceiver(close)));
  }

  private static boolean isCleanup(MethodInvocationTree call) {
    return CLEANUP.matcher(Calls.name(call)).matches();
  }

  /** Returns a call out of which an exception may leave the statement; or null. */
  private static @Nullable MethodInvocationTree throwing(
      StatementTree statement, VisitorState state) {
    MethodInvocationTree[] found = {null};
    new Calls.Running() {
      @Override
      public @Nullable Void visitTry(TryTree attempt, @Nullable Void unused) {
        if (attempt.getCatches().stream().allMatch(FinallySteps::leadsOut)) {
          scan(attempt.getResources(), null);
          scan(attempt.getBlock(), null);
        }
        return scan(attempt.getFinallyBlock(), null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        super.visitMethodInvocation(call, null);
        if (found[0] == null && mayThrow(call, state)) {
          found[0] = call;
        }
        return null;
      }
    }.scan(statement, null);
    return found[0];
  }

  private static boolean leadsOut(CatchTree clause) {
    boolean[] throwing = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
        throwing[0] = true;
        return null;
      }
    }.scan(clause.getBlock(), null);
    return throwing[0];
  }

  private static boolean mayThrow(MethodInvocationTree call, VisitorState state) {
    MethodSymbol method = Calls.method(call);
    if (method == null) {
      return false;
    }
    ExpressionTree receiver = ASTHelpers.getReceiver(call);
    Type type = receiver == null ? null : ASTHelpers.getType(receiver);
    if (Calls.declaresChecked(method, state)) {
      return !(isInMemory(type) || swallows(call));
    }
    if (receiver == null) {
      return isCleanup(call) && isHarmfulHere(call, state);
    }
    return WORKING.contains(Calls.name(call))
        && type != null
        && !method.isStatic()
        && !isHarmlessHere(call, state)
        && !isQuiet(method.owner)
        && !isQuiet(type.tsym);
  }

  private static boolean isInMemory(@Nullable Type type) {
    return type != null && IN_MEMORY.contains(type.tsym.getQualifiedName().toString());
  }

  /** Returns whether the call is told to swallow what it declares: {@code close(in, true)}. */
  private static boolean swallows(MethodInvocationTree call) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    return arguments.size() == 2
        && arguments.get(1) instanceof LiteralTree literal
        && Boolean.TRUE.equals(literal.getValue());
  }

  private static boolean isQuiet(@Nullable Symbol type) {
    if (type == null) {
      return true;
    }
    String name = type.getQualifiedName().toString();
    return QUIET_PACKAGES.stream().anyMatch(name::startsWith)
        || QUIET_NAMES.stream().anyMatch(name::endsWith);
  }

  /**
   * Returns whether the method is here to be read, and does nothing that may throw; one that does
   * nothing at all is taken for a stand-in.
   */
  private static boolean isHarmlessHere(MethodInvocationTree call, VisitorState state) {
    MethodTree declared = Calls.declaration(call, state);
    return declared != null
        && declared.getBody() != null
        && !declared.getBody().getStatements().isEmpty()
        && !isHarmfulHere(call, state);
  }

  /** Returns whether the method is here to be read, and throws or calls what is not known. */
  private static boolean isHarmfulHere(MethodInvocationTree call, VisitorState state) {
    MethodTree declared = Calls.declaration(call, state);
    if (declared == null) {
      return false;
    }
    boolean[] harmful = {false};
    new Calls.Running() {
      @Override
      public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
        harmful[0] = true;
        return null;
      }

      @Override
      public @Nullable Void visitTry(TryTree attempt, @Nullable Void unused) {
        return attempt.getCatches().isEmpty() ? super.visitTry(attempt, null) : null;
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        MethodSymbol method = Calls.method(call);
        harmful[0] |=
            method != null
                && !isQuiet(method.owner)
                && (method.owner.isInterface() || Calls.declaration(call, state) == null);
        return super.visitMethodInvocation(call, null);
      }
    }.scan(declared.getBody(), null);
    return harmful[0];
  }
}
