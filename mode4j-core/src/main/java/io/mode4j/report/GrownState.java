package io.mode4j.report;

import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * One generation of a run.
 *
 * @param generation what it is
 * @param isCurrent  whether it counts
 * @param hasPage    whether there is a page of what arrived with it
 */
record GrownState(Generation generation, boolean isCurrent, boolean hasPage) {
    /** All generations of a run; none where it has never grown. */
    static List<GrownState> of(RunDirectory run) throws IOException {
        Generations generations = new Generations(run);
        List<GrownState> states = new ArrayList<>();
        if (generations.any()) {
            int current = generations.current().number();
            for (int number : generations.numbers()) {
                states.add(new GrownState(generations.read(number), number == current, Files.exists(run.arrival(number).growthPage())));
            }
        }
        return states;
    }
}
