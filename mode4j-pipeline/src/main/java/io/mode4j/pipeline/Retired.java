package io.mode4j.pipeline;

import io.mode4j.artifact.Generation;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.growth.ToRetire;
import java.util.List;
import java.util.Optional;

/**
 * What came of retiring keys.
 *
 * @param what       was found
 * @param generation that counts now; none where all was as it should be
 * @param changes    on tasks of before; none where there is no task
 */
public record Retired(ToRetire what, Optional<Generation> generation, List<Change> changes) {
    /** Copies the list. */
    public Retired {
        changes = List.copyOf(changes);
    }
}
