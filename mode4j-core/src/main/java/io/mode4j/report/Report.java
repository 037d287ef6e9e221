package io.mode4j.report;

import java.util.List;
import java.util.SequencedMap;

/**
 * All that the page shows.
 *
 * @param evaluation figures and weights
 * @param curves     losses of the seed model, the experts and the baselines
 * @param experts    what each expert's pairs look like; empty when the data is gone
 * @param times      how long each stage took, in the order in which they first ran
 * @param skipped    pictures and samples left out, by where and why
 * @param facts      what was run, on what
 * @param options    every option that was set
 */
record Report(Evaluation evaluation, List<LossCurve> curves, List<ExpertStory> experts, SequencedMap<String, Double> times,
        SequencedMap<String, Long> skipped, SequencedMap<String, String> facts, SequencedMap<String, String> options) {}
