package io.mode4j.spark;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.torch.TorchOptions;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A few shards, some of their samples unusable, and the stages that work by parts on them.
 *
 * @param shards  their folder
 * @param run     the run directory
 * @param threads of each process
 */
record SmallRun(Path shards, Path run, int threads) {
    /** Draws shards below a folder. */
    static SmallRun in(Path folder, int shards, int threads) throws IOException {
        for (int shard = 0; shard < shards; shard++) {
            ShardFixtures tar = ShardFixtures.tar();
            for (int i = 0; i < 60 + shard; i++) {
                tar.pair("key-%d-%d".formatted(shard, i),
                        "the picture %d of a %s".formatted(i < 30 ? i : shard * 1000 + i, List.of("cat", "dog", "tree").get(i % 3)));
            }
            tar.member("mute.jpg", new byte[1]).write(folder.resolve("data/%05d.tar".formatted(shard)));
        }
        Path run = Path.of("").toAbsolutePath().relativize(folder.resolve("run").toAbsolutePath()); // executors work in other folders
        return new SmallRun(folder.resolve("data"), run, threads);
    }

    /** Index, embeddings, clusters with passes over all pairs, assignments; returns all files but those that say when. */
    SortedMap<String, String> make(Optional<Runner> elsewhere) throws IOException {
        FileLayer files = new UnsyncedFileLayer();
        try (Pipeline pipeline = new Pipeline(run, TorchOptions.defaults().withThreads(threads), files, Progress.silent())) {
            elsewhere.ifPresent(pipeline::runBy);
            pipeline.index(ShardSet.of(List.of(shards.toString())),
                    IndexOptions.defaults().withMaxSkipped(0.5).withHoldout(new Holdout(0.05, 3)));
            pipeline.embed(EmbedOptions.defaults());
            pipeline.cluster(ClusterOptions.of(2, 7).withFine(6).withSample(0.2).withPasses(2));
            pipeline.assign();
        }
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : all.filter(path -> Files.isRegularFile(path) && run.relativize(path).getNameCount() > 1).toList()) {
                content.put(run.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
