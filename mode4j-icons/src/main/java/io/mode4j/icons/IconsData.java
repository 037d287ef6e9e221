package io.mode4j.icons;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.icons.DrawingRoom.DrawingSink;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bundled default data: draws icon sets as WebDataset shards, whole sets held out, with tasks on them.
 *
 * <pre>
 * out/train/00000.tar …            key.png (or .jpg) and key.json {texts, name, category, set, style} per picture, sets in the order of the options
 * out/heldout/SET/00000.tar …      the same, a name or picture never twice in a set
 * out/tasks.yaml                   tasks on the held-out sets
 * out/LICENSES.tsv                 author and licence of every set used
 * out/manifest.json                what made it, checksums, counts
 * </pre>
 *
 * The same options and webjar give the same bytes; an interrupted run is done again. Training pictures that are copies or nearly copies of a held-out one are left out, and
 * so is the second of two training pictures with equal pixels and captions. For use by one thread; draws on all cores.
 */
public final class IconsData {
    /** Goes up when the same options would give other bytes. */
    private static final int VERSION = 3;

    private record Pair(Look.Pixels pixels, String caption) {}

    private final FileLayer files;
    private final Progress progress;
    private final IconsOptions options;
    private final Map<Skip, Integer> skipped = new TreeMap<>();

    /** @param options which sets, and how they are drawn */
    public IconsData(FileLayer files, Progress progress, IconsOptions options) {
        this.files = files;
        this.progress = progress;
        this.options = options;
    }

    /**
     * Draws everything into a folder, or finds it done.
     *
     * @throws io.mode4j.artifact.BadInputException for an unknown set, naming the nearest ones
     * @throws io.mode4j.artifact.MismatchException if the folder was made with other options
     * @throws IOException if something cannot be written
     */
    public IconsSummary write(Path out) throws IOException {
        var iconify = new Iconify();
        var reader = new IconSetReader(iconify);
        List<IconSelection> heldOut = select(reader, options.heldOut(), true);
        List<IconSelection> training = select(reader, options.trainingSets(), false);
        try (StageFolder folder = StageFolder.of(files, out, recipe(iconify))) {
            if (!folder.begin()) {
                return JsonMapper.shared().convertValue(Manifest.read(out).summary(), IconsSummary.class);
            }
            skipped.clear();
            IconsSummary summary = draw(reader, heldOut, training, out, iconify.version());
            files.text(out.resolve("LICENSES.tsv"), Licenses.table(heldOut, training));
            folder.finish(JsonMapper.shared().convertValue(summary, new TypeReference<Map<String, Object>>() {}));
            return summary;
        }
    }

    private IconsSummary draw(IconSetReader reader, List<IconSelection> heldOut, List<IconSelection> training, Path out, String version)
            throws IOException {
        var known = new HeldOutPictures();
        var heldOutCounts = new LinkedHashMap<String, Integer>();
        var trainingCounts = new LinkedHashMap<String, Integer>();
        try (var bar = progress.start("draw icons", count(heldOut) + count(training), "icons"); var room = new DrawingRoom(options)) {
            for (IconSelection set : heldOut) {
                bar.note(set.set().prefix());
                var shards = new ShardFolder(files, out.resolve("heldout").resolve(set.set().prefix()), options);
                room.draw(reader, set, sink(bar, heldOutCounts, shards, picture -> judgeHeldOut(picture, known)));
                shards.flush();
            }
            var shards = new ShardFolder(files, out.resolve("train"), options);
            Set<Pair> pairs = new HashSet<>();
            for (IconSelection set : training) {
                bar.note(set.set().prefix());
                room.draw(reader, set, sink(bar, trainingCounts, shards, picture -> judgeTraining(picture, known, pairs)));
            }
            shards.flush();
        }
        files.text(out.resolve("tasks.yaml"), new HeldOutTasks(options.seed(), known::isLearned).yaml(known.words()));
        addUp(heldOut);
        addUp(training);
        var causes = new LinkedHashMap<String, Integer>();
        skipped.forEach((cause, count) -> causes.put(cause.wireName(), count));
        return new IconsSummary(version, sum(trainingCounts), sum(heldOutCounts), trainingCounts, heldOutCounts, causes,
                known.nearDuplicates(),
                known.knownNames());
    }

    /** Counts what was left out, and writes the pictures that are not to be. */
    private DrawingSink sink(Progress.Bar bar, Map<String, Integer> counts, ShardFolder shards,
            Function<Drawing.Picture, Optional<Skip>> judge) {
        return drawing -> {
            bar.advance(1);
            switch (drawing) {
                case Drawing.LeftOut(Skip reason) -> skipped.merge(reason, 1, Integer::sum);
                case Drawing.Picture picture -> {
                    Optional<Skip> reason = judge.apply(picture);
                    if (reason.isPresent()) {
                        skipped.merge(reason.get(), 1, Integer::sum);
                    } else {
                        counts.merge(picture.set(), 1, Integer::sum);
                        shards.add(picture);
                    }
                }
            }
        };
    }

    private static Optional<Skip> judgeHeldOut(Drawing.Picture picture, HeldOutPictures known) {
        return known.add(picture) ? Optional.empty() : Optional.of(Skip.SAME_PICTURE);
    }

    private static Optional<Skip> judgeTraining(Drawing.Picture picture, HeldOutPictures known, Set<Pair> pairs) {
        if (known.contains(picture.look())) {
            return Optional.of(Skip.HELD_OUT_PICTURE);
        }
        if (!pairs.add(new Pair(picture.look().pixels(), picture.words().captions().getFirst()))) {
            return Optional.of(Skip.SAME_PAIR);
        }
        if (known.lookalike(picture.look())) {
            return Optional.of(Skip.HELD_OUT_LOOKALIKE);
        }
        known.learned(picture.words());
        return Optional.empty();
    }

    private List<IconSelection> select(IconSetReader reader, List<String> sets, boolean heldOut) throws IOException {
        var selections = new ArrayList<IconSelection>();
        for (String set : sets) {
            selections.add(IconSelection.of(reader.describe(set), options, heldOut));
        }
        return selections;
    }

    private void addUp(List<IconSelection> selections) {
        selections.forEach(selection -> selection.skipped().forEach((cause, count) -> skipped.merge(cause, count, Integer::sum)));
    }

    private Recipe recipe(Iconify iconify) {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("sets", String.join(",", options.trainingSets()));
        configuration.put("held-out", String.join(",", options.heldOut()));
        configuration.put("size", Integer.toString(options.size()));
        configuration.put("format", options.format().name());
        configuration.put("seed", Long.toString(options.seed()));
        configuration.put("shard-size", Integer.toString(options.shardSize()));
        configuration.put("limit-per-set", Integer.toString(options.limitPerSet()));
        return new Recipe("data", VERSION, configuration, new TreeMap<>(Map.of("iconify__json", iconify.version())));
    }

    private static long count(List<IconSelection> selections) {
        return selections.stream().mapToLong(selection -> selection.words().size()).sum();
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
