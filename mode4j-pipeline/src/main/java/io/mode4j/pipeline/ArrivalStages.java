package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.embed.ClusteredCaption;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.EncoderSource;
import io.mode4j.growth.Arrival;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is done with pairs that arrived before anything is made of them: index, embed, assign, and a look at what is new. Not thread-safe. */
final class ArrivalStages {
    private static final Logger LOG = System.getLogger(ArrivalStages.class.getName());
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

    private final RunDirectory run;
    private final StagesByParts parts;
    private final StageClock clock;
    private final Generation before;
    private final RunDirectory arrival;

    /**
     * @param before  what is known
     * @param arrival receives what is made
     */
    ArrivalStages(RunDirectory run, StagesByParts parts, StageClock clock, Generation before, RunDirectory arrival) {
        this.run = run;
        this.parts = parts;
        this.clock = clock;
        this.before = before;
        this.arrival = arrival;
    }

    /**
     * Indexes, embeds and assigns the pairs that arrived, and says what is new.
     *
     * @throws BadInputException if none of them can be used, or the run's encoder is not there
     */
    Arrival look(ShardSet shards, IndexOptions options) throws IOException {
        CaptionChoice caption = caption();
        IndexOptions all = options.withHoldout(Holdout.NONE);
        step("grow index", () -> parts.index(all).run(shards, arrival.index()));
        requireUnknown();
        step("grow embed", () -> embed(caption));
        step("grow assign", () -> assign(clusters(), assignedBefore()));
        return arrival(caption);
    }

    /** A pair that is known would count as one that arrived, and as one of those that it is compared with. */
    private void requireUnknown() throws IOException {
        Map<String, String> arrived = new HashMap<>();
        SampleIndex.open(arrival.index()).shardFingerprints().forEach((shard, fingerprint) -> arrived.put(fingerprint, shard));
        for (Generation.Data data : before.data()) {
            Path index = run.root().resolve(data.index());
            for (Map.Entry<String, String> known : SampleIndex.open(index).shardFingerprints().entrySet()) {
                if (arrived.containsKey(known.getValue())) {
                    throw new BadInputException("shard %s has not arrived just now: it is shard %s of %s; give others (option shards)"
                            .formatted(arrived.get(known.getValue()), known.getKey(), index));
                }
            }
        }
    }

    /** Which caption of a pair counts. */
    CaptionChoice caption() throws IOException {
        return ClusteredCaption.read(run.saysEncoder()).orElse(FIRST);
    }

    /** A step of a generation that nobody knows yet: what is left of one that was begun with other shards or options is in nobody's way. */
    void step(String name, StageClock.Work work) throws IOException {
        clock.time(name, () -> {
            try {
                work.run();
            } catch (MismatchException e) {
                if (!e.folder().startsWith(arrival.root())) {
                    throw e;
                }
                LOG.log(Level.INFO, "{0} was begun with other shards or options, and is made anew", e.folder());
                parts.files().deleteTree(e.folder());
                work.run();
            }
        });
    }

    private Manifest embed(CaptionChoice caption) throws IOException {
        Map<String, Object> said = Manifest.read(run.saysEncoder()).summary();
        EncoderSource sentences = said.containsKey(EncoderReference.PICTURES) && !said.containsKey(EncoderReference.KEY) ? null
                : parts.encoder(run);
        if (said.containsKey(EncoderReference.PICTURES)) {
            Path model = EncoderReference.readPictures(run.saysEncoder()).files(run.saysEncoder());
            return parts.embedPictures(model, sentences, caption).run(arrival.index(), arrival.embeddings());
        }
        return parts.embed(Objects.requireNonNull(sentences), caption).run(arrival.index(), arrival.embeddings());
    }

    /** All centres that are known. */
    Path clusters() {
        return run.root().resolve(before.clusters());
    }

    /** To the centres that are known; where new ones are made, {@code assignments} is to all of them. */
    Path assignedBefore() {
        return arrival.root().resolve("before");
    }

    Manifest assign(Path clusters, Path folder) throws IOException {
        return parts.assign().run(arrival.embeddings(), clusters, folder);
    }

    private Arrival arrival(CaptionChoice caption) throws IOException {
        List<Arrival.Known> known = new ArrayList<>();
        for (Generation.Data data : before.data()) {
            known.add(new Arrival.Known(SampleIndex.open(run.root().resolve(data.index())),
                    Assignments.open(run.root().resolve(data.assignments()))));
        }
        return new Arrival(known, Clusters.read(clusters()), SampleIndex.open(arrival.index()), Assignments.open(assignedBefore()),
                before.retired(), caption, parts.progress());
    }
}
