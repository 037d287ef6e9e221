package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Foreign;
import io.mode4j.format.Safetensors.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where in what a trainer saved the weights of a CLIP are: in the dict itself, or in one of the dicts inside, under whatever key. Beside them lie optimizers, options and counters. Not safe for use by
 * several threads.
 */
final class NestedWeights {
    /** What trainers call them, the best first; other names come after these. */
    private static final List<String> NAMES = List.of("state_dict", "model_state_dict", "model_state", "model", "module", "net", "network",
            "weights", "params");
    /** What they call what is not the model itself: averages of it, its teacher, its optimizer. */
    private static final List<String> SECOND = List.of("ema", "teacher", "momentum", "target", "average", "swa", "optim", "exp", "grad");
    private static final int DEEPEST = 5;
    private static final int SHOWN = 4;

    /** A dict with tensors: the keys that lead to it, joined with dots, and what it holds. */
    private record Place(String path, Map<?, ?> dict) {}

    private final List<Place> places = new ArrayList<>();
    private final List<String> foreign = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private NestedWeights() {}

    /** {@return what is known of the dicts inside a value} */
    static NestedWeights in(@Nullable Object root) {
        NestedWeights nested = new NestedWeights();
        nested.visit("", root, 0);
        return nested;
    }

    private void visit(String path, @Nullable Object value, int depth) {
        Map<?, ?> dict = value instanceof Map<?, ?> map ? map : value instanceof Foreign other ? other.items() : Map.of();
        if (value instanceof Foreign other && dict.isEmpty() && depth == 1 && NAMES.contains(path)) {
            foreign.add("'%s' is %s".formatted(path, other.described()));
        }
        if (dict.isEmpty() || depth > DEEPEST || !seen.add(dict)) {
            return;
        }
        if (dict.values().stream().anyMatch(Tensor.class::isInstance)) {
            places.add(new Place(path, dict));
        }
        dict.forEach((key, inner) -> visit(path.isEmpty() ? key.toString() : path + "." + key, inner, depth + 1));
    }

    /**
     * {@return the dict of the weights}
     *
     * @throws BadInputException when none has a name of a CLIP's parameters; the message says where tensors are
     */
    Map<?, ?> weights(Path file) throws BadInputException {
        return places.stream()
                .filter(place -> place.dict.entrySet().stream().anyMatch(NestedWeights::isOfClip))
                .min(Comparator.comparingInt(NestedWeights::rank))
                .orElseThrow(() -> new BadInputException(
                        "%s: expected a dict of weights of a CLIP, or one with them under a key such as 'state_dict', found none with names such as visual.conv1.weight or token_embedding.weight. %s"
                                .formatted(file,
                                        Stream.concat(foreign.stream(), Stream.of(holdings())).collect(Collectors.joining(". "))))).dict;
    }

    private static boolean isOfClip(Map.Entry<?, ?> entry) {
        return entry.getKey() instanceof String name && entry.getValue() instanceof Tensor && WeightNames.isOfClip(name);
    }

    /** The lower the better; among equals the first in the file. */
    private static int rank(Place place) {
        String last = place.path.substring(place.path.lastIndexOf('.') + 1);
        int name = place.path.isEmpty() ? -1 : NAMES.contains(last) ? NAMES.indexOf(last) : NAMES.size();
        return name + (WeightNames.hasWord(place.path, SECOND) ? 2 * NAMES.size() : 0);
    }

    /** {@return a sentence that says under which keys there are tensors} */
    String holdings() {
        if (places.isEmpty()) {
            return "The file holds no tensors in dicts.";
        }
        int more = places.size() - SHOWN;
        return places.stream()
                .limit(SHOWN)
                .map(NestedWeights::described)
                .collect(Collectors.joining("; ", "The file holds tensors ", more > 0 ? "; and under " + more + " more keys." : "."));
    }

    private static String described(Place place) {
        List<String> keys = place.dict.entrySet()
                .stream()
                .filter(e -> e.getValue() instanceof Tensor)
                .map(e -> e.getKey().toString())
                .toList();
        return "%s: %s%s".formatted(place.path.isEmpty() ? "by the keys" : "under '" + place.path + "'",
                keys.stream().limit(SHOWN).map(key -> "'" + key + "'").collect(Collectors.joining(", ")),
                keys.size() > SHOWN ? " and %d more".formatted(keys.size() - SHOWN) : "");
    }
}
