package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are whole but not of this model. */
class ModelFilesTest {
    private final FileLayer files = new FileLayer();

    @TempDir
    private Path folder;

    @BeforeEach
    void save() throws IOException {
        try (ClipTrainer trainer = TinyClip.engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            trainer.save(files, folder, true);
            trainer.step(TinyClip.batch(4, 0), 1e-3);
            trainer.save(files, folder.resolve("later"), true);
        }
    }

    private void rewrite(Consumer<SequencedMap<String, Safetensors.Tensor>> change) throws IOException {
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            for (String name : file.names()) {
                tensors.put(name, Safetensors.Tensor.of(file.floats(name), file.tensor(name).shape()));
            }
        }
        change.accept(tensors);
        Safetensors.write(files, folder.resolve("model.safetensors"), tensors, Map.of());
    }

    @Test
    void aMissingParameterIsNamed() throws IOException {
        rewrite(tensors -> tensors.remove("visual.ln_post.weight"));
        assertThatThrownBy(() -> TinyClip.engine().load(folder)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("'visual.ln_post.weight'");
    }

    @Test
    void aWrongShapeIsNamedWithBothShapes() throws IOException {
        rewrite(tensors -> tensors.put("text_projection", Safetensors.Tensor.of(new float[6], 2, 3)));
        assertThatThrownBy(() -> TinyClip.engine().load(folder)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("'text_projection' of shape [16, 8]")
                .hasMessageContaining("found shape [2, 3]");
    }

    @Test
    void anUnknownParameterIsNamed() throws IOException {
        rewrite(tensors -> tensors.put("visual.transformer.resblocks.2.ln_1.weight", Safetensors.Tensor.of(new float[16], 16)));
        assertThatThrownBy(() -> TinyClip.engine().load(folder)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("visual.transformer.resblocks.2.ln_1.weight");
    }

    @Test
    void filesOfTwoStepsAreNotOneState() throws IOException {
        Files.copy(folder.resolve("later/optimizer.safetensors"), folder.resolve("optimizer.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TinyClip.engine().restore(folder, TinyClip.OPTIMIZER)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("step 0")
                .hasMessageContaining("step 1");
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        Path model = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 4;
        Files.write(model, bytes);
        assertThatThrownBy(() -> TinyClip.engine().load(folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("model.safetensors");
    }
}
