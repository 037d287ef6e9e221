package io.mode4j.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positional embeddings for other sizes are open_clip's. */
class PositionalEmbeddingTest {

    private static void close(Tensor found, Tensor expected) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.floats()).usingComparatorWithPrecision(1e-6f).containsExactly(expected.floats());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void ofPatches(int side) throws IOException {
        Map<String, Tensor> resized = Reference.tensors("resized.safetensors");
        close(PositionalEmbedding.grid(Reference.named(Reference.weights(), "visual.positional_embedding"), side),
                Reference.named(resized, "visual." + side));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 20})
    void ofTokens(int length) throws IOException {
        Map<String, Tensor> resized = Reference.tensors("resized.safetensors");
        close(PositionalEmbedding.line(Reference.named(Reference.weights(), "positional_embedding"), length),
                Reference.named(resized, "text." + length));
    }
}
