package io.mode4j.growth;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.Assignments;
import io.mode4j.shard.index.JoinStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardRows;
import io.mode4j.train.SampleChoice.ExpertShare;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The pairs that an expert is trained on after the run was trained, as an index of its own; pictures stay where they are.
 *
 * @param files        what writes
 * @param known        pairs, in the order in which they came
 * @param fineToCoarse the coarse cluster of each fine centre {@code [m]}
 * @param share        which pairs are the expert's
 * @param retired      keys that are in no {@link Part#among}
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose; nobody compares these
public record ExpertData(FileLayer files, List<Part> known, int[] fineToCoarse, ExpertShare share, SortedSet<String> retired) {
    private static final String RETIRED = "retired keys";

    /**
     * Pairs that came together.
     *
     * @param prefix      tells their shards from those of others
     * @param assignments folder of their fine centres
     * @param among       those that may be trained on
     */
    public record Part(String prefix, SampleIndex index, Path assignments, ShardRows among) {}

    /**
     * Of an expert that goes on: all of its pairs that arrived, and of those that it knows as many as it takes, or all of them.
     *
     * @param replay the share of what is trained on that the expert knows, from 0 to below 1
     * @param folder of the index
     * @throws BadInputException if nearly none of the pairs that arrived are the expert's
     */
    public Manifest update(Part arrived, double replay, Path folder) throws IOException {
        long own = rows(arrived, 1).own();
        if (own < 2) {
            throw new BadInputException("%d of the pairs that arrived are of coarse cluster %d: its expert has nothing to learn from them"
                    .formatted(own, share.expert()));
        }
        long before = 0;
        for (Part part : known) {
            before += rows(part, 1).own();
        }
        return join(before == 0 ? 0 : Math.min(1, own * replay / (1 - replay) / before), List.of(arrived), folder);
    }

    /** Of an expert that begins: all of its pairs, and of all others as many as any expert sees. */
    public Manifest all(Path folder) throws IOException {
        return join(1, List.of(), folder);
    }

    private Manifest join(double ofKnown, List<Part> whole, Path folder) throws IOException {
        List<JoinStage.Source> sources = new ArrayList<>();
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Part part : known) {
            add(part, ofKnown, sources, inputs);
        }
        for (Part part : whole) {
            add(part, 1, sources, inputs);
        }
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("share of known pairs", String.valueOf(ofKnown));
        if (!retired.isEmpty()) {
            configuration.put(RETIRED, Fingerprints.ofText(retired.toArray(String[]::new)));
        }
        return new JoinStage(files).run(sources, share.describe(), configuration, inputs, folder);
    }

    private void add(Part part, double ofOwn, List<JoinStage.Source> sources, SortedMap<String, String> inputs) throws IOException {
        sources.add(new JoinStage.Source(part.prefix, part.index, rows(part, ofOwn)));
        inputs.put(part.prefix + "assignments", Manifest.read(part.assignments).fingerprint());
    }

    private ArrivedRows rows(Part part, double ofOwn) throws IOException {
        return new ArrivedRows(part.index, Assignments.open(part.assignments), fineToCoarse, part.among, share.expert(), ofOwn,
                share.oocRatio() * ofOwn, share.seed());
    }
}
