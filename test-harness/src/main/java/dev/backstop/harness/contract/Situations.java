package dev.backstop.harness.contract;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All situations of the contract. */
final class Situations {
  private Situations() {}

  static List<Situation> all() {
    List<Situation> all =
        Stream.<SituationGroup>of(
                new StatusSituations(),
                new CommitSituations(),
                new SendErrorSituations(),
                new ExceptionSituations(),
                new FilterSituations(),
                new RedirectSituations(),
                new DispatchSituations(),
                new AsyncSituations(),
                new AsyncDispatchSituations(),
                new AsyncTimeoutSituations(),
                new NonBlockingSituations(),
                new ClientGoneSituations(),
                new UploadSituations(),
                new FramingSituations(),
                new PassThroughSituations(),
                new ConnectionSituations(),
                new CleanupSituations(),
                new SlowCleanupSituations())
            .flatMap(group -> group.situations().stream())
            .toList();
    Set<String> names = new TreeSet<>();
    for (Situation situation : all) {
      if (!names.add(situation.name())) {
        throw new IllegalStateException("two situations are called " + situation.name());
      }
    }
    return all;
  }
}
