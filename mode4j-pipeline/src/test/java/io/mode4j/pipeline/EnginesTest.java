package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts are compared with a run's captions through the encoder that embedded them, and through no other. */
class EnginesTest {

    private static final FileLayer FILES = new FileLayer();

    @TempDir
    private Path root;

    private RunDirectory embedded(String encoder) throws IOException {
        RunDirectory run = new RunDirectory(root);
        Recipe recipe = new Recipe("embed", 1, new TreeMap<>(Map.of("encoder", encoder)), new TreeMap<>());
        StageFolder stage = StageFolder.of(FILES, run.embeddings(), recipe);
        stage.begin();
        stage.finish(Map.of());
        return run;
    }

    @Test
    void theBundledEncoderOpensWhatItEmbedded() throws IOException {
        try (Engines engines = new Engines(TorchOptions.defaults())) {
            RunDirectory run = embedded(engines.sentences(EncoderChoice.bundled()).identity());
            assertThat(engines.sentences(run).dim()).isEqualTo(384);
        }
    }

    @Test
    void whatAnotherBundledEncoderEmbeddedIsRefused() throws IOException {
        try (Engines engines = new Engines(TorchOptions.defaults())) {
            RunDirectory run = embedded("all-MiniLM-L6-v1 sha256:1");
            assertThatThrownBy(() -> engines.sentences(run)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("all-MiniLM-L6-v1 sha256:1")
                    .hasMessageContaining("all-MiniLM-L6-v2 sha256:")
                    .hasMessageContaining("option redo embed");
        }
    }
}
