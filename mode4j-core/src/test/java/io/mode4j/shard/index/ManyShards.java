package io.mode4j.shard.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A program that makes, indexes and reads back far more captions than its heap could hold; {@link HeapTest} runs it in a JVM of its own. */
final class ManyShards {
    static final int SHARDS = 200;
    static final int SAMPLES = 200;
    static final int CAPTION = 500;
    static final double HELD_OUT = 0.05;

    private ManyShards() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        FileLayer files = new UnsyncedFileLayer();
        for (int i = 0; i < SHARDS; i++) {
            int shard = i;
            ShardWriter.write(files, folder.resolve("data/%05d.tar".formatted(i)), tar -> {
                for (int sample = 0; sample < SAMPLES; sample++) {
                    String key = shard + "-" + sample;
                    tar.add(key, "png", key.getBytes(UTF_8));
                    tar.add(key, "txt", (key + "x".repeat(CAPTION - key.length())).getBytes(UTF_8));
                }
            });
        }
        Path run = folder.resolve("index");
        IndexOptions options = new IndexOptions(0, 2).withHoldout(new Holdout(HELD_OUT, 0));
        new IndexStage(files, Progress.silent(), options).run(ShardSet.of(List.of(folder.resolve("data").toString())), run);
        SampleIndex index = SampleIndex.open(run);
        long characters = 0;
        for (int shard = 0; shard < index.shards(); shard++) {
            characters += index.read(shard).stream().mapToLong(sample -> sample.captions().getFirst().length()).sum();
        }
        for (HeldOutPair pair : index.heldOut()) {
            characters += pair.sample().captions().getFirst().length();
        }
        System.out.println(index.rows() + " samples, " + index.heldOutRows() + " held out, " + characters + " characters");
    }
}
