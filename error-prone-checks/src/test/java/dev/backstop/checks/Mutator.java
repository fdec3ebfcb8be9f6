package dev.backstop.checks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A way to make wrong code out of right code: at each place where it fits, one mutant. */
@FunctionalInterface
interface Mutator {
  List<Mutant> of(Code right);

  /** Returns a mutator that does both, this one first. */
  default Mutator then(Mutator next) {
    return right -> {
      Map<String, Mutant> both = new LinkedHashMap<>();
      for (Mutant first : of(right)) {
        for (String form : first.forms()) {
          for (Mutant second : next.of(Code.parse(first.snippet(), form))) {
            Mutant mutant =
                new Mutant(
                    first.snippet(),
                    first.how() + ", " + second.how(),
                    first.line(),
                    second.forms());
            both.merge(mutant.key() + second.line(), mutant, Mutator::eitherForm);
          }
        }
      }
      return List.copyOf(both.values());
    };
  }

  /** Returns this mutator for some of the snippets alone. */
  default Mutator in(String... snippets) {
    List<String> wanted = List.of(snippets);
    return right -> of(right).stream().filter(m -> wanted.contains(m.snippet())).toList();
  }

  /** Returns this mutator for all of the snippets but these. */
  default Mutator notIn(String... snippets) {
    List<String> unwanted = List.of(snippets);
    return right -> of(right).stream().filter(m -> !unwanted.contains(m.snippet())).toList();
  }

  private static Mutant eitherForm(Mutant one, Mutant other) {
    List<String> forms = new ArrayList<>(one.forms());
    forms.addAll(other.forms());
    return new Mutant(one.snippet(), one.how(), one.line(), forms);
  }
}
