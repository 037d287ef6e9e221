package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.TrigramEncoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.SourceFixtures.Pair;
import io.mode4j.shard.source.SourceFixtures;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same pairs as a tar, as Parquet, as a list and as files make the same embeddings and the same model, to the bit. */
class SourcesTrainTest {
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    private Path temporary;

    private record Trigrams() implements EncoderSource {
        @Override
        public String identity() {
            return "trigrams";
        }

        @Override
        public SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) {
            return new TrigramEncoder(16);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Made(byte[] embeddings, byte[] weights) {}

    private Made make(Path source) throws IOException {
        Path run = temporary.resolve("run of " + source.getFileName());
        Manifest _ = new IndexStage(files, Progress.silent(), new IndexOptions(0, 2).withHoldout(new Holdout(0.1, 1)))
                .run(ShardSet.of(List.of(source.toString())), run.resolve("index"));
        SampleIndex index = SampleIndex.open(run.resolve("index"));
        Manifest _ = new EmbedStage(files, Progress.silent(), new Trigrams(), TrainFixture.FIRST, new Workers(2)).run(run.resolve("index"),
                run.resolve("embeddings"));
        TrainFixture.stage(files, run.resolve("index"), 2).run(TrainJob.seed(TrainFixture.MODEL, Portion.of(0, 30)), run.resolve("seed"));
        return new Made(Files.readAllBytes(run.resolve("embeddings").resolve(index.name(0) + ".npy")),
                Files.readAllBytes(run.resolve("seed/model.safetensors")));
    }

    @Test
    void theModelIsTheSame() throws IOException {
        CacheFolder before = CacheFolder.standard();
        CacheFolder.use(new CacheFolder(files, temporary.resolve("cache"), 1 << 20));
        try {
            List<Pair> pairs = SourceFixtures.single(SourceFixtures.pairs(40));
            Made tar = make(SourceFixtures.tar(pairs, temporary.resolve("tar.tar")));
            List<Made> others = new ArrayList<>();
            others.add(make(SourceFixtures.hub(pairs, temporary.resolve("hub.parquet"))));
            others.add(make(SourceFixtures.folder(pairs, temporary.resolve("folder"))));
            for (Pair pair : pairs) {
                Files.write(temporary.resolve(pair.key() + "." + pair.extension()), pair.picture());
            }
            Path list = SourceFixtures.csv(pairs, temporary.resolve("list.csv"), "\t", "filepath", "title");
            Files.writeString(list, Files.readString(list).replace("pictures/", "")); // the key is the same, so the same are held out
            others.add(make(list));
            for (Made other : others) {
                assertThat(other.embeddings).isEqualTo(tar.embeddings);
                assertThat(other.weights).isEqualTo(tar.weights);
            }
        } finally {
            CacheFolder.use(before);
        }
    }
}
