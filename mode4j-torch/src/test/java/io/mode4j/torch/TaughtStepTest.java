package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that learn from teachers beside the pairs. */
class TaughtStepTest {
    private static final int PAIRS = 12;

    @TempDir
    private Path folder;

    private static ClipTrainer trainer(int chunkSize) throws IOException {
        return TorchClipEngine.open(new TorchOptions("cpu", "fp32", 2).withChunkSize(chunkSize))
                .create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1);
    }

    private static ClipTrainer trainer() throws IOException {
        return trainer(TorchOptions.WHOLE);
    }

    private byte[] bytesAfterSteps(String name, boolean taught) throws IOException {
        try (ClipTrainer trainer = trainer()) {
            for (int i = 0; i < 5; i++) {
                trainer.step(taught ? TinyClip.taught(PAIRS, i, 0) : TinyClip.batch(PAIRS, i), 1e-2);
            }
            trainer.save(new FileLayer(), folder.resolve(name), true);
        }
        return Files.readAllBytes(folder.resolve(name).resolve("optimizer.safetensors"));
    }

    @Test
    void teachersOfNoWeightChangeNoByte() throws IOException {
        assertThat(bytesAfterSteps("taught", true)).isEqualTo(bytesAfterSteps("alone", false));
        assertThat(folder.resolve("taught/model.safetensors")).hasSameBinaryContentAs(folder.resolve("alone/model.safetensors"));
    }

    @Test
    void aStudentThatIsItsTeacherIsNotMoved() throws IOException {
        try (ClipTrainer trainer = trainer()) {
            ClipBatch batch = TinyClip.batch(PAIRS, 3);
            ClipBatch taught = TinyClip.taught(batch, new SoftTargets(vectors(trainer, batch), TinyClip.CONFIG.embedDim(), 1));
            assertThat(trainer.step(taught, 0).loss()).isCloseTo(0, Offset.offset(1e-5));
            double norm = trainer.gradientNorm();
            trainer.step(batch, 0);
            assertThat(norm).isLessThan(1e-5 * trainer.gradientNorm());
        }
    }

    /** What a model says of a batch, as its students' targets: its features, and its scale in those of the texts. */
    private static float[] vectors(ClipTrainer teacher, ClipBatch batch) {
        float[][] images = teacher.imageFeatures(batch.pixels(), PAIRS);
        List<int[]> tokens = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            tokens.add(Arrays.copyOfRange(batch.tokens(), i * batch.length(), (i + 1) * batch.length()));
        }
        float[][] texts = teacher.textFeatures(tokens);
        int dim = TinyClip.CONFIG.embedDim();
        float[] vectors = new float[PAIRS * 2 * dim];
        for (int i = 0; i < PAIRS; i++) {
            for (int k = 0; k < dim; k++) {
                vectors[2 * i * dim + k] = images[i][k];
                vectors[(2 * i + 1) * dim + k] = (float) (teacher.logitScale() * texts[i][k]);
            }
        }
        return vectors;
    }

    /** The loss is the given mean of both, in whatever pieces a batch is computed. */
    @Test
    void theLossMixesBoth() throws IOException {
        double[] losses = new double[3];
        for (int i = 0; i < losses.length; i++) {
            try (ClipTrainer trainer = trainer()) {
                losses[i] = trainer.step(TinyClip.taught(PAIRS, 3, new double[]{0, 1, 0.25}[i]), 1e-2).loss();
            }
        }
        assertThat(losses[2]).isCloseTo(0.75 * losses[0] + 0.25 * losses[1], Offset.offset(1e-5));
        assertThat(losses[1]).isPositive().isNotEqualTo(losses[0]);
        try (ClipTrainer whole = trainer(); ClipTrainer inPieces = trainer(2)) {
            assertThat(inPieces.step(TinyClip.taught(PAIRS, 3, 0.25), 0).loss()).isCloseTo(losses[2], Offset.offset(1e-5));
            whole.step(TinyClip.taught(PAIRS, 3, 0.25), 0);
            assertThat(inPieces.gradientNorm()).isCloseTo(whole.gradientNorm(), Offset.offset(1e-5 * whole.gradientNorm()));
        }
    }

    /** The teachers of a fixed batch are learnt: their divergence falls. */
    @Test
    void aStudentComesNearItsTeachers() throws IOException {
        try (ClipTrainer trainer = trainer(); ClipTrainer teacher = TinyClip.engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 9)) {
            ClipBatch batch = TinyClip.batch(PAIRS, 3);
            for (int i = 0; i < 40; i++) {
                teacher.step(batch, 1e-2);
            }
            SoftTargets targets = new SoftTargets(vectors(teacher, batch), TinyClip.CONFIG.embedDim(), 1);
            double first = trainer.step(TinyClip.taught(batch, targets), 1e-2).loss();
            double last = first;
            for (int i = 0; i < 60; i++) {
                last = trainer.step(TinyClip.taught(batch, targets), 1e-2).loss();
            }
            assertThat(last).isLessThan(first / 4);
        }
    }
}
