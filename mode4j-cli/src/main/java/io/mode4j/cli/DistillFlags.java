package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.DistillOptions;
import java.util.Set;

/** How a student learns from experts. */
final class DistillFlags extends Flags<DistillOptions> {
    DistillFlags() {
        super(DistillOptions.defaults());
        automatic("--span", "SPAN", Value.SPAN, DistillOptions::withSpan,
                "How long the student trains, with a warm-up of its own: '300k samples', '5 epochs' or '1000 steps'. auto: as long as an expert of the run.");
        flag("--distill-weight", "W", Value.NUMBER, DistillOptions::weight, DistillOptions::withWeight,
                "How much the teachers count beside the pairs: 0, the pairs alone, to 1, the teachers alone.");
    }

    @Override
    public Set<StageName> stages() {
        return Set.of();
    }
}
