package io.mode4j.report;

import io.mode4j.probe.ProbeFigures;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that the page shows.
 *
 * @param evaluation figures and weights
 * @param probes     linear probes on the features of its models
 * @param curves     losses of the seed model, the experts and the baselines
 * @param clusters   what the clusters look like; empty without them
 * @param generations states that the run has been in, where it grew
 * @param times      how long each stage took, in the order in which they first ran
 * @param skipped    pictures and samples left out, by where and why
 * @param facts      what was run, on what
 * @param options    every option that was set
 */
record Report(Evaluation evaluation, List<ProbeFigures> probes, List<LossCurve> curves, Optional<ClusterView> clusters,
        List<GrownState> generations,
        SequencedMap<String, Double> times, SequencedMap<String, Long> skipped, SequencedMap<String, String> facts,
        SequencedMap<String, String> options) {

    /** What each expert's pairs look like; nothing without clusters. */
    List<ExpertContents> experts() {
        return clusters.map(ClusterView::contents).orElse(List.of());
    }
}
