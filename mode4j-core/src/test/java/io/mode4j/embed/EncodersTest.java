package io.mode4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings say which encoder made them, and only that one is opened to be compared with them. */
class EncodersTest {

    private static final FileLayer FILES = new FileLayer();
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    private static final List<String> TEXTS = List.of("a red dog", "two blue birds");

    @TempDir
    private Path root;

    /** Trigrams of a dimension that a file says: an encoder whose files may lie anywhere. */
    private record InFolder(SentenceEncoder inner, Path files) implements SentenceEncoder {

        static SentenceEncoder read(Path folder) throws IOException {
            return new InFolder(new TrigramEncoder(Integer.parseInt(Files.readString(folder.resolve("dim.txt")))), folder);
        }

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
            return "in a folder";
        }

        @Override
        public Optional<Path> folder() {
            return Optional.of(files);
        }

        @Override
        public float[][] encode(List<String> texts) throws IOException {
            return inner.encode(texts);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static final Encoders ENCODERS = new Encoders(Map.of("trigrams", _ -> new TrigramEncoder(8), "in a folder", InFolder::read,
            TfIdfEncoder.KIND, TfIdfEncoder::read, EncoderReference.BUNDLED, _ -> new TrigramEncoder(16)));

    private Path index() throws IOException {
        ShardWriter.write(FILES, root.resolve("shards/0.tar"), tar -> {
            for (int i = 0; i < 6; i++) {
                tar.add("k" + i, "png", new byte[]{1});
                tar.add("k" + i, "json", "{\"texts\": [\"%s %d\"]}".formatted(TEXTS.get(i % 2), i).getBytes(StandardCharsets.UTF_8));
            }
        });
        new IndexStage(FILES, Progress.silent(), new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(root.resolve("shards").toString())),
                root.resolve("index"));
        return root.resolve("index");
    }

    private Path embedded(EncoderSource source) throws IOException {
        new EmbedStage(FILES, Progress.silent(), source, FIRST).run(index(), root.resolve("embeddings"));
        return root.resolve("embeddings");
    }

    @Test
    void anEncoderInsideTheFolderIsOpenedFromThere() throws IOException {
        Path embeddings = embedded(new TfIdfSource(3));
        assertThat(EncoderReference.read(embeddings).place()).isEqualTo(".");
        Files.move(embeddings, root.resolve("moved"));
        try (SentenceEncoder encoder = ENCODERS.open(root.resolve("moved"))) {
            assertThat(encoder).isInstanceOf(TfIdfEncoder.class);
            assertThat(encoder.encode(TEXTS)).isDeepEqualTo(TfIdfEncoder.read(root.resolve("moved")).encode(TEXTS));
        }
    }

    @Test
    void anEncoderElsewhereIsOpenedFromItsPlace() throws IOException {
        Files.createDirectories(root.resolve("mine"));
        Files.writeString(root.resolve("mine/dim.txt"), "5");
        Path embeddings = embedded(EncoderSource.of(InFolder.read(root.resolve("mine"))));
        assertThat(EncoderReference.read(embeddings).place()).isEqualTo(root.resolve("mine").toAbsolutePath().toString());
        try (SentenceEncoder encoder = ENCODERS.open(embeddings)) {
            assertThat(encoder.dim()).isEqualTo(5);
        }
        Files.writeString(root.resolve("mine/dim.txt"), "6");
        assertThatThrownBy(() -> ENCODERS.open(embeddings)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("made by the encoder trigrams 5")
                .hasMessageContaining("embedded by trigrams 6")
                .hasMessageContaining("option redo embed");
    }

    @Test
    void aPlaceIsNamedFromTheFolderThatNamesIt() {
        EncoderReference inside = new EncoderReference("k", "i", ".");
        assertThat(inside.from(root.resolve("embeddings"), root.resolve("clusters")).place()).isEqualTo("../embeddings");
        EncoderReference deeper = new EncoderReference("k", "i", "encoder");
        assertThat(deeper.from(root.resolve("embeddings"), root.resolve("experts/e")).place()).isEqualTo("../../embeddings/encoder");
        assertThat(new EncoderReference("k", "i", "").from(root, root.resolve("x")).place()).isEmpty();
        assertThat(new EncoderReference("k", "i", "/models/e").from(root, root.resolve("x")).place()).isEqualTo("/models/e");
    }

    @Test
    void anotherEncoderThanTheOneThatEmbeddedIsRefused() throws IOException {
        Path embeddings = embedded(EncoderSource.of(new TrigramEncoder(8)));
        assertThat(EncoderReference.read(embeddings).place()).isEmpty();
        ENCODERS.open(embeddings).close();
        Encoders changed = new Encoders(Map.of("trigrams", _ -> new TrigramEncoder(9)));
        assertThatThrownBy(() -> changed.open(embeddings)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(embeddings.toString())
                .hasMessageContaining("made by the encoder trigrams 8")
                .hasMessageContaining("embedded by trigrams 9");
        assertThatThrownBy(() -> new Encoders(Map.of("b", _ -> new TrigramEncoder(1), "a", _ -> new TrigramEncoder(1))).open(embeddings))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("kind 'trigrams'")
                .hasMessageContaining("it knows a, b");
    }

    /** Older versions wrote nothing into the summary; the recipe has the identity. */
    private Path old(String encoder) throws IOException {
        Path folder = root.resolve("old");
        Recipe recipe = EmbedStage.recipe(Manifest.read(index()), encoder, FIRST);
        StageFolder stage = StageFolder.of(FILES, folder, recipe);
        stage.begin();
        stage.finish(Map.of("dim", 16));
        return folder;
    }

    @Test
    void olderEmbeddingsAreByTheBundledEncoderThatTheirRecipeNames() throws IOException {
        try (SentenceEncoder encoder = ENCODERS.open(old(new TrigramEncoder(16).identity()))) {
            assertThat(encoder.dim()).isEqualTo(16);
        }
    }

    @Test
    void olderEmbeddingsByAnotherBundledEncoderAreRefused() throws IOException {
        assertThatThrownBy(() -> ENCODERS.open(old("all-MiniLM-L6-v1 sha256:1"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("made by the encoder all-MiniLM-L6-v1 sha256:1, texts would be embedded by trigrams 16");
    }

    @Test
    void olderWordsAreOpenedFromTheirFile() throws IOException {
        TfIdfEncoder.fit(List.of("red dog", "blue dog"), 2, 1, Store.of(FILES, root.resolve("fitted")));
        Path folder = old("tf-idf, 100 dimensions, seed 3");
        Files.copy(root.resolve("fitted/tfidf.safetensors"), folder.resolve("tfidf.safetensors"));
        try (SentenceEncoder encoder = ENCODERS.open(folder)) {
            assertThat(encoder).isInstanceOf(TfIdfEncoder.class);
        }
    }

    @Test
    void clustersKnowWhatMadeTheirPoints() throws IOException {
        Path embeddings = embedded(new TfIdfSource(3));
        new ClusterStage(FILES, Progress.silent(), ClusterOptions.of(2, 2)).run(embeddings, root.resolve("clusters"));
        try (SentenceEncoder encoder = ENCODERS.open(root.resolve("clusters"))) {
            assertThat(encoder.identity()).isEqualTo(TfIdfEncoder.read(embeddings).identity());
        }
    }

    @Test
    void picturesAloneHaveNoEncoderForTexts() throws IOException {
        assertThatThrownBy(() -> ENCODERS.open(old("none"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("pictures alone")
                .hasMessageContaining("option embedding text or both");
    }
}
