package io.mode4j.shard.index;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.format.DuckDb;
import io.mode4j.progress.Progress;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads every shard once and writes {@code NAME.parquet} for it: a row a sample, with its captions and where its image lies. Several shards are
 * read at a time; images are jumped over. Then pairs are held out: they go from the shards' files to {@code heldout/pairs.parquet}, so that no later stage meets
 * them but where it asks for them ({@link SampleIndex#heldOut}).
 *
 * <p>
 * The manifest's summary counts the samples that cannot be used, by cause. Shards that an interrupted run of the same recipe has finished are
 * kept, with their counts, which lie in the parquet files themselves. Safe for use by several threads, for different folders.
 */
public final class IndexStage {
    private static final Logger LOG = System.getLogger(IndexStage.class.getName());
    /** The field of the summary that counts the pairs held out; absent without. */
    static final String HELD_OUT = "heldOut";
    /** The field that counts the keys that several shards have. */
    static final String DUPLICATES = "duplicatesAcrossShards";

    private final FileLayer files;
    private final Progress progress;
    private final IndexOptions options;
    private final Runner runner;

    /**
     * @param files what writes
     * @param progress where to say how far it is
     * @param options how to work
     */
    public IndexStage(FileLayer files, Progress progress, IndexOptions options) {
        this(files, progress, options, new Workers(options.workers()));
    }

    /** A stage whose shards are read by a runner. */
    public IndexStage(FileLayer files, Progress progress, IndexOptions options, Runner runner) {
        this.runner = runner;
        this.files = files;
        this.progress = progress;
        this.options = options;
    }

    /**
     * Writes the index of the shards into a folder, or finds it done. Shards that were moved since are the same shards: the manifest then says where they are now.
     *
     * @return the manifest; its summary has {@code rows} (to train on), {@code heldOut}, {@code emptyShards}, {@code skipped}, {@code leftOver}, {@code captions}, {@code duplicatesAcrossShards}, {@code shards}
     * @throws io.mode4j.artifact.DamagedException when a shard is corrupt or cut short
     * @throws BadInputException when too many samples cannot be used, or none can
     * @throws io.mode4j.artifact.MismatchException when the folder holds the index of other shards
     */
    public Manifest run(ShardSet shards, Path folder) throws IOException {
        Recipe recipe = IndexRecipe.of(shards, options, runner);
        try (StageFolder stage = StageFolder.of(files, folder, recipe, made -> IndexRecipe.asNow(made, shards))
                .checkedBy(runner.checksums())) {
            if (!stage.begin()) {
                return withPlaces(shards, folder, stage);
            }
            shards.remarks().forEach(remark -> LOG.log(Logger.Level.INFO, remark));
            return stage.finish(index(shards, folder));
        }
    }

    /** The manifest of a finished index, once it says where the shards are now. */
    private static Manifest withPlaces(ShardSet shards, Path folder, StageFolder stage) throws IOException {
        Manifest manifest = Manifest.read(folder);
        Map<String, Shard> places = new HashMap<>();
        shards.shards().forEach(shard -> places.put(shard.name(), shard));
        List<IndexedShard> recorded = IndexedShard.listIn(manifest.summary(), folder);
        List<IndexedShard> now = recorded.stream()
                .map(shard -> IndexedShard.of(places.getOrDefault(shard.name(), shard.at(shard.path())), shard.rows(), folder))
                .toList();
        if (now.equals(recorded)) {
            return manifest;
        }
        Map<String, Object> summary = new LinkedHashMap<>(manifest.summary());
        summary.put(IndexedShard.FIELD, now);
        return stage.summarize(summary);
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> index(ShardSet shards, Path folder) throws IOException {
        List<ShardSummary> summaries = indexAll(shards, folder);
        ShardSummary total = total(shards, summaries);
        demandUsable(total, shards);
        Map<String, Integer> heldOut = new HoldoutStep(files, options, shards, folder).run(total.rows());
        int held = heldOut.values().stream().mapToInt(count -> count).sum();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", total.rows() - held);
        if (held > 0) {
            summary.put(HELD_OUT, held);
        }
        summary.put("emptyShards", summaries.stream().filter(s -> s.rows() == 0).count());
        summary.put("skipped", total.byWords());
        if (!total.leftOver().isEmpty()) {
            summary.put("leftOver", total.leftOver());
        }
        IndexRemarks.sayOfUnpacking(shards.shards(), CacheFolder.standard().mostBytes());
        IndexRemarks.sayUnpaired(total, shards.names(), summaries);
        try (AllShards all = new AllShards(files, folder, total.rows())) {
            CaptionCounts captions = CaptionCounts.in(all);
            IndexRemarks.say(total, held, captions, options);
            summary.put("captions", captions);
            summary.put(DUPLICATES, summaries.size() > 1 ? Duplicates.in(all) : Duplicates.NONE);
        }
        summary.put(IndexedShard.FIELD, IntStream.range(0, summaries.size())
                .mapToObj(shard -> {
                    Shard indexed = shards.shards().get(shard);
                    int rows = (int) summaries.get(shard).rows() - heldOut.getOrDefault(indexed.name(), 0);
                    return IndexedShard.of(indexed, rows, folder);
                })
                .toList());
        return summary;
    }

    private static ShardSummary total(ShardSet shards, List<ShardSummary> summaries) {
        ShardSummary.Counter counter = new ShardSummary.Counter();
        for (int shard = 0; shard < summaries.size(); shard++) {
            counter.add(shards.names().get(shard), summaries.get(shard));
        }
        return counter.summary();
    }

    private List<ShardSummary> indexAll(ShardSet shards, Path folder) throws IOException {
        List<IndexWork.Part> parts = new ArrayList<>();
        for (Shard shard : shards.shards()) {
            parts.add(new IndexWork.Part(shard, folder.resolve(shard.name() + DuckDb.EXTENSION).toAbsolutePath().toString()));
        }
        try (Progress.Bar bar = progress.start(IndexRecipe.STAGE, parts.size(), "shards")) {
            Indexed indexed = new Indexed(bar);
            runner.run(new IndexWork(files, options.txtLines(), options.keyEnd(), options.leaveOut()), parts, indexed);
            return indexed.summaries;
        }
    }

    /** What became of the shards, as far as they are read. */
    private static final class Indexed implements Results<ShardSummary> {
        private final List<ShardSummary> summaries = new ArrayList<>();
        private final Progress.Bar bar;
        private long rows;
        private long skipped;

        Indexed(Progress.Bar bar) {
            this.bar = bar;
        }

        @Override
        public void take(ShardSummary summary) {
            summaries.add(summary);
            rows += summary.rows();
            skipped += summary.skippedRows();
            bar.note("%,d samples, %,d skipped".formatted(rows, skipped));
        }

        @Override
        public void advance(long units) {
            bar.advance(units);
        }
    }

    private void demandUsable(ShardSummary total, ShardSet shards) throws BadInputException {
        String causes = total.byWords()
                .entrySet()
                .stream()
                .map(e -> "%s: %d (%s)".formatted(e.getKey(), e.getValue().count(), String.join(", ", e.getValue().first())))
                .collect(Collectors.joining("; "));
        if (total.rows() == 0) {
            throw new BadInputException(
                    "%d shards hold no usable sample (expected members KEY.jpg, .jpeg, .png or .webp with KEY.txt or KEY.json). %s.%s"
                            .formatted(shards.shards().size(), causes.isEmpty() ? "They hold none of these" : causes,
                                    IndexRemarks.leftOver(total)));
        }
        double share = (double) total.lostRows() / (total.rows() + total.lostRows());
        if (share > options.maxSkippedShare()) {
            throw new BadInputException(
                    "%d of %d samples (%.1f %%) cannot be used, more than the allowed %.1f %%. %s.%s Mend the shards, or raise option max-skipped."
                            .formatted(total.lostRows(), total.rows() + total.lostRows(), 100 * share,
                                    100 * options.maxSkippedShare(), causes, IndexRemarks.leftOver(total)));
        }
    }
}
