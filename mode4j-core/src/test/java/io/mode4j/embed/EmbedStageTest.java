package io.mode4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedStageTest {
    private static final int DIM = 32;
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    private static final CaptionChoice RANDOM = new CaptionChoice(CaptionChoice.Mode.RANDOM, 7);

    private final FileLayer files = new FileLayer();
    private final Calls encoder = new Calls();
    @TempDir
    private Path temporary;

    /** The trigram encoder; remembers what it was asked. */
    private static final class Calls implements SentenceEncoder {
        private final SentenceEncoder inner = new TrigramEncoder(DIM);
        private final List<List<String>> lists = new ArrayList<>();

        @Override
        public int dim() {
            return inner.dim();
        }

        @Override
        public String identity() {
            return inner.identity();
        }

        @Override
        public String kind() {
            return inner.kind();
        }

        @Override
        public float[][] encode(List<String> texts) throws IOException {
            lists.add(List.copyOf(texts));
            return inner.encode(texts);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void everyRowIsTheVectorOfItsPairsCaption() throws IOException {
        for (CaptionChoice choice : List.of(FIRST, RANDOM)) {
            Path index = index(3, 20);
            Path folder = temporary.resolve("embeddings-" + choice.mode());
            Manifest manifest = stage(files, choice).run(index, folder);
            assertThat(manifest.summary()).containsEntry("captions", 60).containsEntry("dim", DIM);
            assertRowsAreTheirCaptions(SampleIndex.open(index), choice, folder);
        }
    }

    private static void assertRowsAreTheirCaptions(SampleIndex index, CaptionChoice choice, Path folder) throws IOException {
        SentenceEncoder plain = new TrigramEncoder(DIM);
        float[] row = new float[DIM];
        for (int shard = 0; shard < index.shards(); shard++) {
            List<Sample> samples = index.read(shard);
            try (NpyMatrix matrix = Npy.openMatrix(folder.resolve(index.name(shard) + ".npy"))) {
                assertThat(matrix.rows()).isEqualTo(samples.size());
                for (int r = 0; r < samples.size(); r++) {
                    matrix.row(r, row);
                    assertThat(row).containsExactly(plain.encode(List.of(choice.choose(samples.get(r))))[0], within(1e-3f));
                }
            }
        }
    }

    @Test
    void manySmallShardsShareCallsAndEqualCaptionsAreEncodedOnce() throws IOException {
        Manifest manifest = stage(files, FIRST).run(index(60, 5), temporary.resolve("embeddings"));
        assertThat(encoder.lists).hasSize(1);
        assertThat(encoder.lists.getFirst()).hasSize(100).doesNotHaveDuplicates();
        assertThat(manifest.summary()).containsEntry("captions", 300).containsEntry("encoded", 100);
    }

    @Test
    void aSecondRunDoesNothing() throws IOException {
        Path index = index(2, 5);
        Manifest made = stage(files, FIRST).run(index, temporary.resolve("embeddings"));
        encoder.lists.clear();
        assertThat(stage(files, FIRST).run(index, temporary.resolve("embeddings"))).isEqualTo(made);
        assertThat(encoder.lists).isEmpty();
    }

    @Test
    void aRunKilledAtAnyStepGoesOnToTheSameBytesFromTheSameLists() throws IOException {
        Path index = index(4, 5);
        Manifest whole = stage(files, FIRST).run(index, temporary.resolve("whole"));
        List<String> list = encoder.lists.getFirst();
        FailingFileLayer failing;
        int step = 0;
        do {
            failing = new FailingFileLayer(++step);
            Path folder = temporary.resolve("killed-" + step);
            try {
                stage(failing, FIRST).run(index, folder);
            } catch (IOException e) {
                assertThat(failing.survived()).isFalse();
            }
            Manifest resumed = stage(files, FIRST).run(index, folder);
            assertThat(resumed.files()).isEqualTo(whole.files());
            assertThat(resumed.summary()).isEqualTo(whole.summary());
            resumed.verify(folder);
        } while (!failing.survived());
        assertThat(step).isGreaterThan(20);
        assertThat(encoder.lists).allSatisfy(l -> assertThat(l).isEqualTo(list));
    }

    @Test
    void anotherChoiceOfCaptionsIsRefused() throws IOException {
        Path index = index(1, 5);
        Path folder = temporary.resolve("embeddings");
        stage(files, FIRST).run(index, folder);
        assertThatThrownBy(() -> stage(files, RANDOM).run(index, folder)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("caption was FIRST, now RANDOM");
    }

    @Test
    void aDamagedIndexIsRefused() throws IOException {
        Path index = index(1, 5);
        Path file = index.resolve(SampleIndex.open(index).name(0) + ".parquet");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> stage(files, FIRST).run(index, temporary.resolve("embeddings"))).isInstanceOf(DamagedException.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    private EmbedStage stage(FileLayer layer, CaptionChoice choice) {
        return new EmbedStage(layer, Progress.silent(), encoder, choice);
    }

    /** An index of so many shards; first captions repeat after 100 pairs. */
    private Path index(int shards, int pairs) throws IOException {
        Path folder = temporary.resolve("shards-%d-%d".formatted(shards, pairs));
        Files.createDirectories(folder);
        for (int shard = 0; shard < shards; shard++) {
            int first = shard * pairs;
            ShardWriter.write(files, folder.resolve("%05d.tar".formatted(shard)), tar -> {
                for (int pair = first; pair < first + pairs; pair++) {
                    String key = "%06d".formatted(pair);
                    tar.add(key, "png", bytes("a picture"));
                    tar.add(key, "json", bytes("{\"texts\": [\"thing %d\", \"pair %d\"]}".formatted(pair % 100, pair)));
                }
            });
        }
        Path index = temporary.resolve("index-%d-%d".formatted(shards, pairs));
        new IndexStage(files, Progress.silent(), new IndexOptions(0, 2)).run(ShardSet.of(List.of(folder.toString())), index);
        return index;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
