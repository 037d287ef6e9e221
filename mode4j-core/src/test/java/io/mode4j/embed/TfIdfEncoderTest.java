package io.mode4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.linalg.Vectors;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfIdfEncoderTest extends SentenceEncoderContract {
    private static final FileLayer FILES = new FileLayer();
    private static final List<String> CAPTIONS = List.of("a red cat on the mat", "the cat sat on a red chair", "two dogs and a cat",
            "dogs run on the beach", "a dog runs along the beach at sunset", "sunset over the beach", "3d render of a blue car",
            "blue car in front of a red house", "old house with a blue door", "quarterly report of the bank",
            "annual report 2024 of the central bank", "bank notes and coins", "coins on a table", "a table and a chair",
            "Café at sunset, café au lait", "cat cat cat");

    private static @TempDir Path folder;

    @Override
    protected SentenceEncoder load(int threads) throws IOException {
        return fitted(6);
    }

    private static TfIdfEncoder fitted(int dim) throws IOException {
        Path place = Files.createTempDirectory(folder, "encoder");
        TfIdfEncoder.fit(CAPTIONS, dim, 1, Store.of(FILES, place));
        return TfIdfEncoder.read(place);
    }

    /**
     * Cosines between captions as scikit-learn 1.9.1 has them: TfidfVectorizer with c-BTM's tokens (numbers and ENGLISH_STOP_WORDS left out),
     * TruncatedSVD(6, algorithm="arpack"), Normalizer. Cosines, because axes may be turned over.
     */
    @Test
    void cosinesAreThoseOfScikitLearn() throws IOException {
        float[][] found = fitted(6).encode(CAPTIONS);
        requireCosines(found[0], found, 1.0, 0.925772, 0.579929, -0.063894, -0.013423, -0.029651, 0.089324, 0.331452, 0.074655, 0.062467,
                0.070638, -0.136203, -0.128861, 0.152234, 0.179889, 0.910644);
        requireCosines(found[8], found, 0.074655, 0.020945, -0.031035, 0.080668, -0.011209, -0.000726, 0.999633, 0.953525, 1.0, -0.012579,
                -0.015787, 0.043088, 0.010393, -0.051133, -0.121799, -0.111306);
        requireCosines(fitted(6).encode(List.of("a beach house for 2 dogs"))[0], found, 0.048506, -0.064989, 0.605096, 0.930543, 0.517005,
                0.580548, 0.404105, 0.30911, 0.417424, -0.052082, -0.061706, 0.134486, 0.070568, -0.119867, -0.050394, 0.211188);
    }

    private static void requireCosines(float[] text, float[][] others, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(Vectors.dot(text, 0, others[i], 0, text.length)).as("caption %d", i).isCloseTo(expected[i], within(2e-5));
        }
    }

    @Test
    void wordsAreThoseOfCBtm() {
        assertThat(CaptionWords.of("The 3 Cats_and a 2nd, très-bon CAFÉ x of number7")).containsExactly("cats_and", "très", "bon", "café",
                "number7");
    }

    @Test
    void dimensionsEndWithTheWords() throws IOException {
        assertThat(fitted(100).dim()).isEqualTo(28);
        assertThatThrownBy(() -> TfIdfEncoder.fit(List.of("the 3 of 4", "of"), 100, 1, Store.of(FILES, folder.resolve("none"))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("stop words");
    }

    @Test
    void theEmbeddingStageFitsKeepsAndUsesIt() throws IOException {
        Path index = index();
        Path embeddings = folder.resolve("embeddings");
        EmbedStage stage = new EmbedStage(FILES, Progress.silent(), new TfIdfSource(4), new CaptionChoice(CaptionChoice.Mode.FIRST, 4));
        Manifest manifest = stage.run(index, embeddings);
        assertThat(manifest.files()).containsOnlyKeys("00000.npy", "00001.npy", "tfidf.safetensors");
        assertThat(stage.run(index, embeddings).fingerprint()).isEqualTo(manifest.fingerprint());
        float[][] expected = TfIdfEncoder.read(embeddings).encode(CAPTIONS);
        float[] row = new float[expected[0].length];
        for (int shard = 0; shard < 2; shard++) {
            try (NpyMatrix matrix = Npy.openMatrix(embeddings.resolve("0000" + shard + ".npy"))) {
                for (int r = 0; r < 8; r++) {
                    matrix.row(r, row);
                    assertThat(row).containsExactly(expected[shard * 8 + r], within(1e-3f));
                }
            }
        }
        ClusterOptions oneStep = ClusterOptions.of(4, 1).withKind(ClusterOptions.Kind.ONE_STEP).withSample(1).withThreads(2);
        new ClusterStage(FILES, Progress.silent(), oneStep).run(embeddings, folder.resolve("clusters"));
        assertThat(Clusters.read(folder.resolve("clusters")).sizes()).containsExactly(4, 4, 4, 4);
    }

    private static Path index() throws IOException {
        for (int shard = 0; shard < 2; shard++) {
            int first = shard * 8;
            ShardWriter.write(FILES, folder.resolve("data/0000" + shard + ".tar"), tar -> {
                for (int i = first; i < first + 8; i++) {
                    tar.add("pair" + (100 + i), "png", new byte[]{1});
                    tar.add("pair" + (100 + i), "txt", CAPTIONS.get(i).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        new IndexStage(FILES, Progress.silent(), new IndexOptions(0.1, 1)).run(ShardSet.of(List.of(folder.resolve("data").toString())),
                folder.resolve("index"));
        return folder.resolve("index");
    }

    /** The square of the length would be minutes. */
    @Test
    void wordsOfALongRowOfSigmas() {
        assertThat(CaptionWords.of("A cat, " + "Σ".repeat(300_000))).containsExactly("cat", "σ".repeat(299_999) + "ς");
    }
}
