package io.mode4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.Store;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.clip.LinearClip;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.LinearClipModel;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.TrainFixture;
import io.mode4j.work.FarRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureEmbedStageTest {
    private static final int TEXT = 24;
    private static final int BROKEN = 17;

    private final FileLayer files = new FileLayer();
    private final TrigramEncoder sentences = new TrigramEncoder(TEXT);
    private final LinearClipModel clip = new LinearClipModel(LinearClip.create(TrainFixture.MODEL, 3));
    private @TempDir Path folder;
    private Path index;
    private Path model;

    @BeforeEach
    void makeData() throws IOException {
        index = TrainFixture.index(folder.resolve("index"), Set.of(BROKEN));
        model = folder.resolve("model");
        LinearClip.create(TrainFixture.MODEL, 3).save(files, model, false);
    }

    private PictureEmbedStage stage(@Nullable SentenceEncoder encoder) {
        return stage(files, encoder);
    }

    private PictureEmbedStage stage(FileLayer layer, @Nullable SentenceEncoder encoder) {
        return new PictureEmbedStage(layer, Progress.silent(),
                ClipSource.of(new LinearClipEngine(), TrainFixture.LETTERS, TrainFixture.IMAGES), model,
                encoder == null ? null : EncoderSource.of(encoder), TrainFixture.FIRST);
    }

    @Test
    void rowsHoldTheCaptionAndThePicture() throws IOException {
        Manifest manifest = stage(sentences).run(index, folder.resolve("both"));
        assertThat(manifest.summary()).containsEntry("captions", 42)
                .containsEntry("undecodable", 1)
                .containsEntry("dim", TEXT + 8)
                .containsEntry("text_dim", TEXT);
        requireRows(folder.resolve("both"), TEXT);
        stage(null).run(index, folder.resolve("image"));
        requireRows(folder.resolve("image"), 0);
    }

    private void requireRows(Path embeddings, int textDim) throws IOException {
        SampleIndex pairs = SampleIndex.open(index);
        try (ShardImages images = new ShardImages(pairs)) {
            for (int shard = 0; shard < pairs.shards(); shard++) {
                try (NpyMatrix matrix = Npy.openMatrix(embeddings.resolve(pairs.name(shard) + ".npy"))) {
                    for (int r = 0; r < matrix.rows(); r++) {
                        Sample pair = pairs.read(shard).get(r);
                        float[] row = new float[matrix.dim()];
                        matrix.row(r, row);
                        float[] picture = new float[8];
                        if (shard * TrainFixture.ROWS + r != BROKEN) {
                            byte[] pixels = TrainFixture.IMAGES.decode(images.read(shard, pair.imageOffset(), pair.imageLength()),
                                    TrainFixture.SIZE);
                            picture = clip.imageFeatures(pixels, 1)[0];
                        }
                        float[] expected = new float[textDim + 8];
                        System.arraycopy(sentences.encode(pair.captions().subList(0, 1))[0], 0, expected, 0, textDim);
                        System.arraycopy(picture, 0, expected, textDim, 8);
                        assertThat(row).containsExactly(expected, within(1e-3f));
                    }
                }
            }
        }
    }

    /** What asks CLIPs, as each process makes it for itself. */
    private record Linear() implements ClipSource {
        @Override
        public ClipEngine engine() {
            return new LinearClipEngine();
        }

        @Override
        public Tokenizer tokenizer() {
            return TrainFixture.LETTERS;
        }

        @Override
        public Images images() {
            return TrainFixture.IMAGES;
        }
    }

    /** What embeds captions, as each process makes it for itself. */
    private record Trigrams(int dim) implements EncoderSource {
        @Override
        public String identity() {
            return new TrigramEncoder(dim).identity();
        }

        @Override
        public SentenceEncoder open(SampleIndex pairs, CaptionChoice captions, Store embeddings) {
            return new TrigramEncoder(dim);
        }
    }

    @Test
    void whatIsEmbeddedElsewhereHasTheSameBytes() throws IOException {
        for (boolean alone : List.of(true, false)) {
            Path here = folder.resolve("here-" + alone);
            Path there = folder.resolve("there-" + alone);
            stage(alone ? null : sentences).run(index, here);
            new PictureEmbedStage(files, Progress.silent(), new Linear(), model, alone ? null : new Trigrams(TEXT), TrainFixture.FIRST,
                    new FarRunner()).run(index, there);
            for (String file : List.of("00000.npy", "00001.npy", "00002.npy", "manifest.json")) {
                assertThat(there.resolve(file)).hasSameBinaryContentAs(here.resolve(file));
            }
        }
    }

    @Test
    void anInterruptedRunEndsTheSame() throws IOException {
        String whole = stage(sentences).run(index, folder.resolve("whole")).fingerprint();
        Path interrupted = folder.resolve("interrupted");
        FileLayer failing = new FileLayer() {
            @Override
            public void write(Path target, Content content) throws IOException {
                if (target.endsWith("00002.npy")) {
                    throw new IOException("no space left for " + target);
                }
                super.write(target, content);
            }
        };
        assertThatThrownBy(
                () -> stage(failing, sentences).run(index, interrupted))
                .isInstanceOf(IOException.class);
        assertThat(interrupted.resolve("00001.npy")).exists();
        Manifest after = stage(sentences).run(index, interrupted);
        assertThat(after.fingerprint()).isEqualTo(whole);
        assertThat(after.summary()).containsEntry("undecodable", 1);
        LinearClip.create(TrainFixture.MODEL, 4).save(files, model, false);
        assertThatThrownBy(() -> stage(sentences).run(index, interrupted)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("pictures");
    }

    @Test
    void textsAreComparedWithTheCaptionsPartOrRefused() throws IOException {
        Path both = folder.resolve("both");
        stage(sentences).run(index, both);
        new ClusterStage(files, Progress.silent(), ClusterOptions.of(2, 1)).run(both, folder.resolve("clusters"));
        Clusters clusters = Clusters.read(folder.resolve("clusters"));
        Clusters forTexts = clusters.forTexts(both);
        assertThat(forTexts.fine().dim()).isEqualTo(TEXT);
        assertThat(forTexts.fine().row(1)).containsExactly(Arrays.copyOf(clusters.fine().row(1), TEXT));
        assertThat(forTexts.coarse().dim()).isEqualTo(TEXT);
        assertThat(clusters.forTexts(Files.createDirectories(folder.resolve("other"))).fine().dim()).isEqualTo(TEXT + 8);
        stage(null).run(index, folder.resolve("image"));
        assertThatThrownBy(() -> clusters.forTexts(folder.resolve("image"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("pictures alone");
    }
}
