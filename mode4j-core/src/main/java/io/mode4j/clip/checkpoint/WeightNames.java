package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The names that wrappers put around a CLIP's: {@code module.} (distributed training), {@code _orig_mod.} (torch.compile), {@code text.} (open_clip's
 * models with a text tower of their own). Stateless.
 */
final class WeightNames {
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");
    private static final String TEXT = "text.";
    private static final String OPENAI = "input_resolution";
    private static final Set<String> NO_WEIGHTS = Set.of("context_length", "vocab_size", "attn_mask", "text.attn_mask");

    private WeightNames() {}

    /** The tensors of a state dict under the names of a plain CLIP. */
    static SequencedMap<String, Tensor> plain(Path file, Map<?, ?> stateDict) throws IOException {
        SequencedMap<String, Tensor> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : stateDict.entrySet()) {
            String name = unwrapped(String.valueOf(entry.getKey()));
            if (NO_WEIGHTS.contains(name)) {
                continue;
            }
            if (!(entry.getValue() instanceof Tensor tensor)) {
                throw new BadInputException(file + ": expected a dict of weights, found no tensor at key '" + entry.getKey() + "'");
            }
            if (plain.put(name, tensor) != null) {
                throw new BadInputException(file + ": '" + name + "' is there twice");
            }
        }
        if (plain.keySet().stream().anyMatch(name -> name.startsWith("text_model."))) {
            throw new BadInputException(
                    file + " has the names of Hugging Face's transformers; mode4j reads open_clip's. The same models are"
                            + " published for open_clip, in folders with open_clip_config.json.");
        }
        return plain;
    }

    private static String unwrapped(String name) {
        for (String wrapper : WRAPPERS) {
            if (name.startsWith(wrapper)) {
                return unwrapped(name.substring(wrapper.length()));
            }
        }
        return name.startsWith(TEXT) ? name.substring(TEXT.length()) : name;
    }

    /** Whether OpenAI's program saved them: its buffers are among them. */
    static boolean isOpenAi(Map<String, Tensor> weights) {
        return weights.containsKey(OPENAI);
    }

    /** Whether this is a weight, not OpenAI's mark. */
    static boolean isWeight(String name) {
        return !name.equals(OPENAI);
    }
}
