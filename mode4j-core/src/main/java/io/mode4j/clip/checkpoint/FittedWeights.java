package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.Dtype;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's weights for an architecture: every parameter there, none too many, each of the right shape. Positional embeddings of another size are
 * interpolated as open_clip does. Views of the checkpoint, which must stay open; immutable.
 */
public final class FittedWeights {
    private static final Logger LOG = System.getLogger(FittedWeights.class.getName());
    private static final int MOST_NAMED = 8;

    private final ClipConfig config;
    private final SequencedMap<String, Tensor> tensors;

    FittedWeights(ClipConfig config, SequencedMap<String, Tensor> tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /**
     * Fits a checkpoint to an architecture. Logs a warning when the weights are known to need QuickGELU and the architecture has GELU.
     *
     * @throws BadInputException
     *             when it does not fit; the message names the parameters, the shapes expected and those found
     */
    public static FittedWeights of(ClipCheckpoint checkpoint, ClipConfig config) throws BadInputException {
        if (!config.quickGelu()) {
            checkpoint.needsQuickGelu()
                    .ifPresent(reason -> LOG.log(Logger.Level.WARNING,
                            "{0} is known to need QuickGELU ({1}), but the architecture computes GELU: its features will be wrong without any error."
                                    + " Use an architecture whose name ends in -quickgelu (\"quick_gelu\": true).",
                            checkpoint.file(), reason));
        }
        SequencedMap<String, Tensor> found = new LinkedHashMap<>(checkpoint.weights());
        SequencedMap<String, Tensor> fitted = new LinkedHashMap<>();
        List<ParameterSpec> specs = ClipParameters.of(config);
        List<String> missing = specs.stream().map(ParameterSpec::name).filter(name -> !has(found, name)).toList();
        if (!missing.isEmpty()) {
            throw unfit(checkpoint, "parameters " + some(missing), checkpoint.insteadOf(missing));
        }
        for (ParameterSpec spec : specs) {
            fitted.put(spec.name(), fit(checkpoint, spec, found.remove(spec.name()), config));
        }
        found.entrySet().removeIf(entry -> !WeightNames.isWeight(entry));
        if (!found.isEmpty()) {
            throw unfit(checkpoint, "only the parameters of the architecture", some(found.keySet().stream().sorted().toList()));
        }
        return new FittedWeights(config, fitted);
    }

    /** A bias of the logits that is not there is zero, as in open_clip. */
    private static boolean has(Map<String, Tensor> found, String name) {
        return found.containsKey(name) || name.equals(ClipParameters.LOGIT_BIAS);
    }

    private static Tensor fit(ClipCheckpoint checkpoint, ParameterSpec spec, @Nullable Tensor found, ClipConfig config)
            throws BadInputException {
        if (found == null) {
            return Tensor.of(new float[Math.toIntExact(spec.count())], spec.shape());
        }
        if (!found.dtype().isFloating()) {
            throw unfit(checkpoint, "'" + spec.name() + "' in floating point", found.dtype().toString());
        }
        if (found.dtype() == Dtype.FLOAT64) {
            return fit(checkpoint, spec, Tensor.of(found.floats(), found.shape()), config);
        }
        if (Arrays.equals(found.shape(), spec.shape())) {
            return found;
        }
        boolean scalar = spec.shape().length == 0 && found.shape().length == 1 && found.shape()[0] == 1;
        if (scalar) {
            return new Tensor(found.dtype(), spec.shape(), found.data());
        }
        boolean sameWidth = found.shape().length == 2 && spec.shape().length == 2 && found.shape()[1] == spec.shape()[1];
        if (sameWidth && spec.name().equals("visual.positional_embedding") && PositionalEmbedding.isGrid(found.shape()[0] - 1)) {
            return PositionalEmbedding.grid(found, config.vision().grid());
        }
        if (sameWidth && spec.name().equals("positional_embedding") && found.shape()[0] > 0) {
            return PositionalEmbedding.line(found, config.text().contextLength());
        }
        throw unfit(checkpoint, "'" + spec.name() + "' of shape " + Arrays.toString(spec.shape()),
                "shape " + Arrays.toString(found.shape()));
    }

    private static String some(List<String> names) {
        int more = names.size() - MOST_NAMED;
        return names.stream().limit(MOST_NAMED).map(name -> "'" + name + "'").toList() + (more > 0 ? " and " + more + " more" : "");
    }

    private static BadInputException unfit(ClipCheckpoint checkpoint, String expected, String found) {
        return new BadInputException(
                "%s does not fit the architecture: expected %s, found %s. Name the architecture that it was trained with."
                        .formatted(checkpoint.file(), expected, found));
    }

    /** {@return a copy of a parameter's numbers, row major, widened to float32} */
    public float[] numbers(String parameter) {
        Tensor tensor = tensors.get(parameter);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter '" + parameter + "'");
        }
        return tensor.floats();
    }

    /**
     * Writes the folder that mode4j, and {@code open_clip.create_model("local-dir:…")}, load: {@code model.safetensors}, in the number types of the
     * checkpoint, float32 for float64, and {@code open_clip_config.json}.
     */
    public void write(FileLayer files, Path folder) throws IOException {
        Safetensors.write(files, folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
        files.text(folder.resolve(ClipCheckpoint.CONFIG), config.toJson());
    }
}
