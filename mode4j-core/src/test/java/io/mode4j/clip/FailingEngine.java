package io.mode4j.clip;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The linear engine, until a step diverges. */
public record FailingEngine(long failingStep) implements ClipEngine {

    @Override
    public ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) {
        ClipTrainer trainer = new LinearClipEngine().create(model, optimizer, seed);
        return new ClipTrainer() {
            @Override
            public ClipConfig config() {
                return trainer.config();
            }

            @Override
            public float[][] imageFeatures(byte[] pixels, int n) {
                return trainer.imageFeatures(pixels, n);
            }

            @Override
            public float[][] textFeatures(List<int[]> tokens) {
                return trainer.textFeatures(tokens);
            }

            @Override
            public double logitScale() {
                return trainer.logitScale();
            }

            @Override
            public double logitBias() {
                return trainer.logitBias();
            }

            @Override
            public long steps() {
                return trainer.steps();
            }

            @Override
            public StepResult step(ClipBatch batch, double learningRate) throws IOException {
                if (steps() + 1 == failingStep) {
                    throw new NonFiniteLossException(failingStep, Double.NaN);
                }
                return trainer.step(batch, learningRate);
            }

            @Override
            public double gradientNorm() {
                return trainer.gradientNorm();
            }

            @Override
            public void save(FileLayer files, Path folder, boolean withOptimizer) throws IOException {
                trainer.save(files, folder, withOptimizer);
            }

            @Override
            public void close() {
                trainer.close();
            }
        };
    }

    @Override
    public ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) throws IOException {
        return new LinearClipEngine().start(modelFolder, optimizer);
    }

    @Override
    public ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) throws IOException {
        return new LinearClipEngine().restore(checkpointFolder, optimizer);
    }

    @Override
    public ClipModel load(Path modelFolder) throws IOException {
        return new LinearClipEngine().load(modelFolder);
    }

    @Override
    public String identity() {
        return new LinearClipEngine().identity();
    }

    @Override
    public String describe() {
        return "fails at step " + failingStep;
    }
}
