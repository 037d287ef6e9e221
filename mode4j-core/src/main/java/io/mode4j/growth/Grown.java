package io.mode4j.growth;

import io.mode4j.artifact.Generation;
import io.mode4j.ensemble.EstablishedAbility.Change;
import java.util.List;

/**
 * What came of growing.
 *
 * @param novelty    what was new
 * @param generation what was made of it
 * @param changes    on tasks of before; none where there is no task
 * @param counts     whether it is the generation that counts now: no task has become worse
 */
public record Grown(Novelty novelty, Generation generation, List<Change> changes, boolean counts) {
    /** Copies the list. */
    public Grown {
        changes = List.copyOf(changes);
    }
}
