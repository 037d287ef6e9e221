package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The names that wrappers put around a CLIP's: {@code module.} (distributed training), {@code _orig_mod.} (torch.compile), the attribute that it is of a
 * bigger module ({@code model.}, {@code clip.}, as Lightning's have), {@code text.} (open_clip's models with a text tower of their own). Stateless.
 */
final class WeightNames {
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");
    /** What compilers and distributed training put anywhere into a name. */
    private static final List<String> INNER_WRAPPERS = List.of("._orig_mod.", "._fsdp_wrapped_module.", "._checkpoint_wrapped_module.");
    private static final String VISUAL = "visual.";
    private static final List<String> TEXT_WEIGHTS = List.of("token_embedding.weight", "logit_scale");
    private static final List<String> COPIES = List.of("ema", "teacher", "momentum", "target", "average");
    private static final String TEXT = "text.";
    private static final String OPENAI = "input_resolution";
    private static final Set<String> NO_WEIGHTS = Set.of("context_length", "vocab_size", "attn_mask", "text.attn_mask");

    private WeightNames() {}

    /**
     * A state dict under the names of a plain CLIP.
     *
     * @param tensors its tensors
     * @param others what it has that is no tensor, in words
     */
    record Plain(SequencedMap<String, Tensor> tensors, Map<String, String> others) {}

    /** The state dict under the names of a plain CLIP; what belongs to other parts of a bigger module is left out. */
    static Plain plain(Path file, Map<?, ?> stateDict) throws IOException {
        Plain plain = new Plain(new LinkedHashMap<>(), new LinkedHashMap<>());
        String prefix = prefix(stateDict);
        for (Map.Entry<?, ?> entry : stateDict.entrySet()) {
            String whole = unwrapped(String.valueOf(entry.getKey()));
            String name = whole.startsWith(prefix) ? withoutText(whole.substring(prefix.length())) : "";
            if (name.isEmpty() || NO_WEIGHTS.contains(name)) {
                continue;
            }
            if (!(entry.getValue() instanceof Tensor tensor)) {
                plain.others.put(name, TorchFile.kind(entry.getValue()));
            } else if (plain.tensors.put(name, tensor) != null) {
                throw new BadInputException(file + ": '" + name + "' is there twice");
            }
        }
        if (plain.tensors.keySet().stream().anyMatch(name -> name.startsWith("text_model."))) {
            throw new BadInputException(
                    file + " has the names of Hugging Face's transformers; mode4j reads open_clip's. The same models are"
                            + " published for open_clip, in folders with open_clip_config.json.");
        }
        return plain;
    }

    /** What stands before {@code visual.}, the image tower, in all names of the CLIP; of several the first that is no copy's. */
    private static String prefix(Map<?, ?> stateDict) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (Map.Entry<?, ?> entry : stateDict.entrySet()) {
            String name = unwrapped(String.valueOf(entry.getKey()));
            int at = name.startsWith(VISUAL) ? 0 : name.indexOf("." + VISUAL) + 1;
            if (entry.getValue() instanceof Tensor && (at > 0 || name.startsWith(VISUAL))) {
                prefixes.add(name.substring(0, at));
            }
        }
        if (prefixes.isEmpty() || prefixes.contains("")) {
            return "";
        }
        return prefixes.stream().filter(prefix -> !hasWord(prefix, COPIES)).findFirst().orElse(prefixes.iterator().next());
    }

    /** Whether a key, or the words in it, is one of these. */
    static boolean hasWord(String key, List<String> words) {
        return Arrays.stream(key.toLowerCase(Locale.ROOT).split("[._]")).anyMatch(part -> words.stream().anyMatch(part::startsWith));
    }

    /** Whether this is the name of a parameter of a CLIP, whatever stands before it. */
    static boolean isOfClip(String name) {
        return name.startsWith(VISUAL) || name.contains("." + VISUAL)
                || TEXT_WEIGHTS.stream().anyMatch(weight -> name.equals(weight) || name.endsWith("." + weight));
    }

    private static String unwrapped(String name) {
        for (String wrapper : INNER_WRAPPERS) {
            if (name.contains(wrapper)) {
                return unwrapped(name.replace(wrapper, "."));
            }
        }
        for (String wrapper : WRAPPERS) {
            if (name.startsWith(wrapper)) {
                return unwrapped(name.substring(wrapper.length()));
            }
        }
        return name;
    }

    private static String withoutText(String name) {
        return name.startsWith(TEXT) ? name.substring(TEXT.length()) : name;
    }

    /** Whether OpenAI's program saved them: its buffers are among them. */
    static boolean isOpenAi(Map<String, Tensor> weights) {
        return weights.containsKey(OPENAI);
    }

    /** Whether this is a weight, not OpenAI's mark, nor a buffer of whole numbers or booleans that no parameter is. */
    static boolean isWeight(Map.Entry<String, Tensor> entry) {
        return !entry.getKey().equals(OPENAI) && !entry.getValue().dtype().isWhole();
    }
}
