package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.negatives.NegativesOptions;
import java.util.Set;

/** How negatives are measured. */
final class NegativesFlags extends Flags<NegativesOptions> {
    NegativesFlags() {
        super(NegativesOptions.defaults());
        automatic("--batches", "N", Value.COUNT, NegativesOptions::withBatches,
                "Batches of each model. auto: 200; of more than 65,536 pairs as many as hold so many of them, 10 at least.");
        flag("--threshold", "COSINE", Value.NUMBER, NegativesOptions::threshold, NegativesOptions::withThreshold,
                "Pairs whose embeddings have at least this cosine are likely false negatives of each other. The default is for sentence embeddings.");
    }

    @Override
    public Set<StageName> stages() {
        return Set.of();
    }
}
