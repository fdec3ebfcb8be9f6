package dev.backstop.harness.junit;

import dev.backstop.pitfall.PitfallKind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a test walks into a pitfall on purpose: it fails where the pitfall does not come, and
 * only then. On a class it holds for each of its tests.
 *
 * <pre>{@code
 * @Test
 * @ExpectPitfall(PitfallKind.STATUS_AFTER_COMMIT)
 * void lateStatus_isReported(RequestSpecification request) { ... }
 * }</pre>
 */
@Documented
@Inherited
@Repeatable(ExpectPitfall.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ExpectPitfall {
  /** {@return the kind, which must come at least once} */
  PitfallKind value();

  /** Several of them. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface List {
    /** {@return the expectations} */
    ExpectPitfall[] value();
  }
}
