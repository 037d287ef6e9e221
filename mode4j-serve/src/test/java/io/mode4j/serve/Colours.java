package io.mode4j.serve;

import io.mode4j.clip.VectorSpace;
import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.progress.Progress;
import io.mode4j.search.IndexBuild;
import io.mode4j.search.IndexDescription;
import io.mode4j.search.PictureIndexWriter;
import io.mode4j.search.TwoWays;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.ColourData;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run of three experts that know colours, as a server opens it, and pictures for it to search. */
record Colours(Path root) implements ModelSource {
    static final String SPACE = "three that know colours";
    /** Far enough apart not to be near copies of one another. */
    static final Map<String, Color> PICTURES = new TreeMap<>(
            Map.of("apple", new Color(250, 20, 10), "meadow", new Color(10, 200, 90), "sea",
                    new Color(30, 30, 240), "sun", new Color(250, 250, 20)));

    @Override
    public String name() {
        return "colours";
    }

    @Override
    public String state() {
        return "one";
    }

    @Override
    public VectorSpace open() throws IOException {
        return new ColourRun(root).load(ModeOptions.standard());
    }

    @Override
    public String space() {
        return SPACE;
    }

    /** Makes the run. */
    static Colours in(Path root) throws IOException {
        ColourRun.ofThree(root);
        return new Colours(root);
    }

    /** Adds pictures to an index beside the run. */
    Path index(String space, Map<String, Color> pictures) throws IOException {
        Path photos = Files.createDirectories(root.resolve("photos"));
        for (Map.Entry<String, Color> each : pictures.entrySet()) {
            Files.write(photos.resolve(each.getKey() + ".png"), ColourData.png(each.getValue()));
            Files.writeString(photos.resolve(each.getKey() + ".txt"), "the " + each.getKey());
            Files.writeString(photos.resolve(each.getKey() + ".json"), "{\"letters\": %d}".formatted(each.getKey().length()));
        }
        Path index = root.resolve("photos.index");
        try (Mode mode = new ColourRun(root).load(ModeOptions.standard());
                PictureIndexWriter writer = PictureIndexWriter.open(index, new IndexDescription(IndexDescription.RUN, space, mode.experts(),
                        mode.dim(), TwoWays.of(root.toString(), index), new TreeMap<>()))) {
            new IndexBuild(writer, mode, Progress.silent()).run(ShardSet.of(List.of(photos.toString())));
        }
        return index;
    }
}
