package io.mode4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Compares with what sentence-transformers gives; mode4j-bench/peers/reference.py made the vectors. */
class MiniLmEncoderReferenceTest {
    @Test
    void vectorsAreThoseOfSentenceTransformers() throws Exception {
        List<String> captions = Files.readAllLines(resource("reference-captions.txt"));
        try (OnnxEncoder encoder = OnnxEncoder.bundled(2); NpyMatrix expected = Npy.openMatrix(resource("reference-vectors.npy"))) {
            assertThat(expected.rows()).isEqualTo(captions.size()).isEqualTo(50);
            assertThat(encoder.dim()).isEqualTo(expected.dim()).isEqualTo(384);
            float[][] vectors = encoder.encode(captions);
            float[] row = new float[expected.dim()];
            for (int i = 0; i < vectors.length; i++) {
                expected.row(i, row);
                assertThat(vectors[i]).as(captions.get(i)).containsExactly(row, within(1e-4f));
            }
        }
    }

    @Test
    void identityIsNameAndHashOfTheWeights() throws Exception {
        try (OnnxEncoder encoder = OnnxEncoder.bundled(1)) {
            assertThat(encoder.identity())
                    .isEqualTo("all-MiniLM-L6-v2 sha256:759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e");
        }
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> OnnxEncoder.bundled(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("threads 0");
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(MiniLmEncoderReferenceTest.class.getResource(name), name).toURI());
    }
}
