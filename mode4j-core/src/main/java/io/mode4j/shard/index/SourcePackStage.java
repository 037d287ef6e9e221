package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.ShardPicture;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.Wanted;
import io.mode4j.shard.tar.ShardWriter;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes WebDataset tars of the pairs of any sources: {@code 00000.tar}, {@code 00001.tar} …, with what else is known of a pair in its {@code .json}. The sources are indexed first, in a folder
 * {@value #SOURCES} that goes in the end, so that it is known which pair goes where; tars that an interrupted run has written are kept.
 *
 * <p>
 * Keys are those of the sources, as far as WebDataset can read them ({@link PackedKeys}).
 */
public final class SourcePackStage {
    private static final String SOURCES = "sources";
    private static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final IndexOptions options;
    private final int pairsOfTar;

    /**
     * @param options how the sources are read; nothing is held out
     * @param pairsOfTar how many pairs each tar has, but for the last
     */
    public SourcePackStage(FileLayer files, Progress progress, IndexOptions options, int pairsOfTar) {
        if (pairsOfTar < 1) {
            throw new IllegalArgumentException("expected at least 1 pair in a tar, found " + pairsOfTar);
        }
        this.files = files;
        this.progress = progress;
        this.options = options.withHoldout(Holdout.NONE);
        this.pairsOfTar = pairsOfTar;
    }

    /** Some rows of a shard. */
    private record Stretch(int shard, int from, int to) {}

    /** A tar to write. */
    private record Target(Path tar, List<Stretch> stretches) {
        int pairs() {
            return stretches.stream().mapToInt(stretch -> stretch.to - stretch.from).sum();
        }
    }

    /**
     * Packs, goes on, or finds that all is done.
     *
     * @return the manifest; its summary has {@code rows}, {@code skipped} and {@code tars}
     * @throws io.mode4j.artifact.DamagedException when a source is corrupt
     * @throws io.mode4j.artifact.BadInputException when too many samples cannot be used
     * @throws io.mode4j.artifact.MismatchException when something else is packed there
     */
    public Manifest run(ShardSet shards, Path out) throws IOException {
        Workers workers = new Workers(options.workers());
        Recipe sources = IndexRecipe.of(shards, options, workers);
        SortedMap<String, String> configuration = new TreeMap<>(sources.configuration());
        configuration.put("pairs a tar", String.valueOf(pairsOfTar));
        try (StageFolder stage = StageFolder.of(files, out, new Recipe("pack sources", VERSION, configuration, sources.inputs()))) {
            if (!stage.begin()) {
                return Manifest.read(out);
            }
            Path indexed = out.resolve(SOURCES);
            Map<String, Object> found = new IndexStage(files, progress, options).run(shards, indexed).summary();
            SampleIndex index = SampleIndex.open(indexed);
            List<Target> targets = targets(index, out);
            write(index, targets, found, workers);
            files.deleteTree(indexed);
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("rows", index.rows());
            summary.put("skipped", found.getOrDefault("skipped", Map.of()));
            summary.put("tars", targets.size());
            return stage.finish(summary);
        }
    }

    private List<Target> targets(SampleIndex index, Path out) {
        List<Target> targets = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        int room = pairsOfTar;
        for (int shard = 0; shard < index.shards(); shard++) {
            int from = 0;
            while (from < index.rows(shard)) {
                int to = Math.min(index.rows(shard), from + room);
                stretches.add(new Stretch(shard, from, to));
                room -= to - from;
                from = to;
                if (room == 0) {
                    targets.add(new Target(tar(out, targets.size()), stretches));
                    stretches = new ArrayList<>();
                    room = pairsOfTar;
                }
            }
        }
        if (!stretches.isEmpty()) {
            targets.add(new Target(tar(out, targets.size()), stretches));
        }
        return targets;
    }

    private static Path tar(Path out, int number) {
        return out.resolve("%05d.tar".formatted(number));
    }

    private void write(SampleIndex index, List<Target> targets, Map<String, Object> found, Workers workers) throws IOException {
        boolean repeated = found.get(IndexStage.DUPLICATES) instanceof Map<?, ?> duplicates && duplicates.get("keys") instanceof Number keys
                && keys.longValue() > 0;
        List<Target> left = targets.stream().filter(target -> !Files.exists(target.tar)).toList();
        long done = index.rows() - left.stream().mapToLong(Target::pairs).sum();
        try (Progress.Bar bar = progress.start("pack", index.rows(), "pairs", done)) {
            workers.each(left.size(), i -> write(index, left.get(i), repeated, bar));
        }
    }

    private void write(SampleIndex index, Target target, boolean repeated, Progress.Bar bar) throws IOException {
        ShardWriter.write(files, target.tar, tar -> {
            for (Stretch stretch : target.stretches) {
                Map<String, Sample> wanted = new LinkedHashMap<>();
                index.read(stretch.shard).subList(stretch.from, stretch.to).forEach(sample -> wanted.put(sample.key(), sample));
                String folder = repeated ? index.name(stretch.shard) + "/" : "";
                ShardPicture.read(index.shard(stretch.shard), options.keyEnd(), options.txtLines(), new Wanted(true, wanted::containsKey),
                        picture -> {
                            Sample sample = wanted.get(picture.key());
                            if (sample != null) {
                                PackedPair.write(tar, PackedKeys.of(folder, sample.key()), sample, picture);
                                bar.advance(1);
                            }
                        });
            }
        });
    }
}
