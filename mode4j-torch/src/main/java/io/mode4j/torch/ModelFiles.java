package io.mode4j.torch;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.clip.checkpoint.FittedWeights;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A model's folder. {@code model.safetensors} holds the parameters by open_clip's names, float32; {@code open_clip_config.json} the
 * architecture; {@code optimizer.safetensors} {@code exp_avg.NAME} and {@code exp_avg_sq.NAME} of every parameter and the number of steps taken,
 * {@code step}, int64 [1]. Both tensor files name that step in their metadata, so that files of two moments are not taken for one state.
 */
final class ModelFiles {
    static final String MODEL = "model.safetensors";
    static final String OPTIMIZER = "optimizer.safetensors";
    private static final String AVERAGE = "exp_avg.";
    private static final String SQUARE = "exp_avg_sq.";
    private static final String STEP = "step";

    private ModelFiles() {}

    /** Writes parameters and architecture. */
    static void writeModel(FileLayer files, Path folder, ClipConfig config, Parameters parameters, long step) throws IOException {
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        try (NativeScope _ = NativeScope.open()) {
            for (ParameterSpec spec : parameters.sorted()) {
                tensors.put(spec.name(), copy(parameters.value(spec.name()), spec));
            }
        }
        Safetensors.write(files, folder.resolve(MODEL), tensors, metadata(step));
        files.text(folder.resolve(ClipCheckpoint.CONFIG), config.toJson());
    }

    /** Writes what continuing needs beside the parameters. */
    static void writeOptimizer(FileLayer files, Path folder, Parameters parameters, AdamW optimizer) throws IOException {
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters.sorted()) {
            try (NativeScope _ = NativeScope.open()) {
                tensors.put(AVERAGE + spec.name(), copy(optimizer.average(spec), spec));
                tensors.put(SQUARE + spec.name(), copy(optimizer.square(spec), spec));
            }
        }
        tensors.put(STEP, Safetensors.Tensor.of(new long[]{optimizer.steps()}, 1));
        Safetensors.write(files, folder.resolve(OPTIMIZER), tensors, metadata(optimizer.steps()));
    }

    /** The part of {@link #writeOptimizer} of a rank that shares the state and does not write it: gives what it keeps of every parameter, in the same order. */
    static void assistOptimizer(Parameters parameters, AdamW optimizer) throws IOException {
        for (ParameterSpec spec : parameters.sorted()) {
            try (NativeScope _ = NativeScope.open()) {
                Tensor _ = optimizer.average(spec);
                Tensor _ = optimizer.square(spec);
            }
        }
    }

    private static Map<String, String> metadata(long step) {
        return Map.of("format", "pt", STEP, Long.toString(step)); // "pt": what PyTorch's readers ask for
    }

    private static Safetensors.Tensor copy(Tensor tensor, ParameterSpec spec) {
        return Safetensors.Tensor.of(Tensors.toFloats(tensor), spec.shape());
    }

    /**
     * Fills the parameters from a folder's weights.
     *
     * @throws IOException
     *             if the file is missing, damaged or of another architecture; the message names the key, what was expected and what was found
     */
    static void readModel(Path folder, ClipConfig config, Parameters parameters) throws IOException {
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(folder)) {
            FittedWeights weights = FittedWeights.of(checkpoint, config);
            for (ParameterSpec spec : parameters.specs()) {
                parameters.set(spec, weights.numbers(spec.name()));
            }
        }
    }

    /**
     * Fills the optimiser's state from a folder's files.
     *
     * @throws IOException
     *             as {@link #readModel}, and if the two files are of different steps
     */
    static void readOptimizer(Path folder, Parameters parameters, AdamW optimizer) throws IOException {
        Path path = folder.resolve(OPTIMIZER);
        try (SafetensorsFile model = SafetensorsFile.open(folder.resolve(MODEL)); SafetensorsFile file = SafetensorsFile.open(path)) {
            file.verify();
            String modelStep = String.valueOf(model.metadata().get(STEP));
            String step = String.valueOf(file.metadata().get(STEP));
            if (!step.equals(modelStep)) {
                throw new DamagedException(path, "the state of step " + modelStep + ", as " + MODEL + " is", "step " + step);
            }
            for (ParameterSpec spec : parameters.specs()) {
                float[] average = numbers(path, file, AVERAGE + spec.name(), spec);
                float[] square = numbers(path, file, SQUARE + spec.name(), spec);
                optimizer.set(spec, average, square);
            }
            optimizer.setSteps(file.longs(STEP)[0]);
        }
    }

    private static float[] numbers(Path path, SafetensorsFile file, String key, ParameterSpec spec) throws IOException {
        long[] found = file.tensor(key).shape();
        if (!Arrays.equals(found, spec.shape())) {
            throw new DamagedException(path, "'" + key + "' of shape " + Arrays.toString(spec.shape()), "shape " + Arrays.toString(found));
        }
        return file.floats(key);
    }
}
