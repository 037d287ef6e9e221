package io.mode4j.clip.checkpoint;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.Safetensors.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether a checkpoint has exactly the parameters of an architecture, interpolation not counted. Stateless. */
final class Shapes {
    private Shapes() {}

    static boolean match(ClipCheckpoint checkpoint, ClipConfig config) {
        Map<String, Tensor> weights = checkpoint.weights();
        List<ParameterSpec> specs = ClipParameters.of(config);
        long count = weights.entrySet().stream().filter(WeightNames::isWeight).count();
        return count == specs.size() && specs.stream().allMatch(spec -> {
            Tensor tensor = weights.get(spec.name());
            return tensor != null && (spec.shape().length == 0 || Arrays.equals(tensor.shape(), spec.shape()));
        });
    }
}
