package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.Fit;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.kmeans.StreamingFit;
import io.mode4j.cluster.points.Points;
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
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.FarRunner;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Work;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts of the stages, done where nothing is known of the stages but what can be sent, make the same bytes. */
class FarPartsTest {
    private static final int DIM = 24;
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;

    /** An encoder that each process makes for itself. */
    private record Trigrams(int dim) implements EncoderSource {
        @Override
        public String identity() {
            return "trigrams";
        }

        @Override
        public SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) {
            return new TrigramEncoder(dim);
        }
    }

    private void drawShards() throws IOException {
        for (int shard = 0; shard < 5; shard++) {
            ShardFixtures tar = ShardFixtures.tar();
            for (int i = 0; i < 40 + shard; i++) {
                tar.pair("key-%d-%d".formatted(shard, i), "caption %d of a %s".formatted(i % 30, List.of("cat", "dog", "tree").get(i % 3)));
            }
            tar.member("mute.jpg", new byte[1]).write(temporary.resolve("data/%05d.tar".formatted(shard)));
        }
    }

    /** All stages that have parts, as in a run directory. */
    private SortedMap<String, String> make(Path run, Runner runner) throws IOException {
        Progress none = Progress.silent();
        ShardSet shards = ShardSet.of(List.of(temporary.resolve("data").toString()));
        new IndexStage(files, none, new IndexOptions(0.5, 2).withHoldout(new Holdout(0.05, 3)), runner).run(shards, run.resolve("index"));
        new EmbedStage(files, none, new Trigrams(DIM), new CaptionChoice(CaptionChoice.Mode.RANDOM, 5), runner).run(run.resolve("index"),
                run.resolve("embeddings"));
        new ClusterStage(files, none, ClusterOptions.defaults().withFine(6).withCoarse(2), runner).run(run.resolve("embeddings"),
                run.resolve("clusters"));
        new AssignStage(files, none, 2, runner).run(run.resolve("embeddings"), run.resolve("clusters"), run.resolve("assignments"));
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                content.put(run.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    @Test
    void theStagesMakeTheSameBytes() throws IOException {
        drawShards();
        SortedMap<String, String> here = make(temporary.resolve("run"), new Workers(3));
        Files.move(temporary.resolve("run"), temporary.resolve("here"));
        SortedMap<String, String> far = make(temporary.resolve("run"), new FarRunner());
        assertThat(far).containsKeys("index/00004.parquet", "embeddings/00004.npy", "assignments/00004.distances.npy",
                "assignments/manifest.json");
        assertThat(far).isEqualTo(here);
    }

    /** Notes what is done elsewhere. */
    private static final class NotingRunner implements Runner {
        private final Runner runner = new FarRunner();
        private final List<String> done = new ArrayList<>();

        @Override
        public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
            done.add(work.name());
            runner.run(work, parts, results);
        }
    }

    @Test
    void checksumsAreTakenWhereThePartsRun() throws IOException {
        drawShards();
        NotingRunner runner = new NotingRunner();
        make(temporary.resolve("run"), runner);
        // those of index, the same as what embed begins with, embeddings, as what cluster and assign begin with, clusters, assignments
        assertThat(runner.done).filteredOn("checksums"::equals).hasSize(7);
        runner.done.clear();
        Path damaged = temporary.resolve("run/embeddings/00003.npy");
        Files.write(damaged, new byte[]{1}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> make(temporary.resolve("run"), runner)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(damaged.toString());
        assertThat(runner.done).containsExactly("fingerprints of shards", "checksums", "checksums"); // of the index, and of what is damaged
    }

    @Test
    void aPassOverAllPairsIsTheSame() throws IOException {
        drawShards();
        Path run = temporary.resolve("run");
        make(run, new Workers(1));
        EmbeddingFiles embeddings = EmbeddingFiles.of(run.resolve("embeddings"));
        try (EmbeddingFiles.Opened opened = embeddings.open()) {
            Points all = Points.of(opened.matrices());
            EmbeddedPoints source = new EmbeddedPoints(embeddings, embeddings.rowStarts(new FarRunner()));
            KMeansOptions options = KMeansOptions.of(4, 3).withThreads(2);
            Fit fitted = BalancedKMeans.fit(all, options);
            Fit here = new StreamingFit(options, Balance.STRICT, _ -> {}).run(all, all, fitted.centers(), 3);
            Fit far = new StreamingFit(options, Balance.STRICT, _ -> {}, new FarRunner()).run(source, all.size(), all, fitted.centers(), 3);
            assertThat(far.centers().values()).containsExactly(here.centers().values());
            assertThat(far.objectives()).isEqualTo(here.objectives());
            assertThat(far.sizes()).isEqualTo(here.sizes());
        }
    }
}
