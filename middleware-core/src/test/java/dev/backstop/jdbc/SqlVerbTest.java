package dev.backstop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlVerbTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "  SELECT count(*) FROM updates",
        "(select 1) union (select 2)",
        "-- insert\nselect 1",
        "/* update */ select 1",
        "values (1)",
        "show search_path",
        "with a as (select 1) select * from a",
        "explain delete from orders"
      })
  void writes_plainRead_isFalse(String sql) {
    assertThat(SqlVerb.writes(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into orders values (1)",
        "UPDATE orders SET a = 1",
        "delete from orders",
        "with a as (insert into orders values (1) returning id) select * from a",
        "call take(1)",
        "{call take(?)}",
        "create table a(b int)",
        "/* unfinished",
        "-- unfinished",
        "selected"
      })
  void writes_anythingElse_isTrue(String sql) {
    assertThat(SqlVerb.writes(sql)).isTrue();
  }

  @Test
  void writes_unknown_isTrue() {
    assertThat(SqlVerb.writes(null)).isTrue();
  }
}
