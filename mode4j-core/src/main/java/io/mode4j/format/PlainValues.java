package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link TorchFile} may hold. A pickle can also make a list that holds itself; nobody saves such on purpose. */
final class PlainValues {
    private static final int DEEPEST = 64;

    private final Path file;
    private final IdentityHashMap<Object, Boolean> open = new IdentityHashMap<>(); // container to whether we are inside it

    private PlainValues(Path file) {
        this.file = file;
    }

    /** Refuses everything but maps, lists, tensors, strings, numbers, booleans and null, in a tree or a graph without cycles; inside, what is not made is no more than a name. */
    static void check(Path file, @Nullable Object root) throws IOException {
        if (root instanceof TorchObjects.Made made && !(root instanceof Foreign foreign && !foreign.items().isEmpty())) {
            throw new BadInputException(
                    "%s holds %s: it reads tensors, numbers, strings, dicts and lists.".formatted(file, made.described())
                            + " Save the state dict alone: torch.save(model.state_dict(), OUT)");
        }
        new PlainValues(file).visit(root, 0);
    }

    private void visit(@Nullable Object value, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new BadInputException(file + ": its values are nested more than " + DEEPEST + " deep");
        }
        switch (value) {
            case null -> {
            }
            case Map<?, ?> map -> inside(map, map.values(), depth);
            case List<?> list -> inside(list, list, depth);
            case Foreign foreign -> inside(foreign, foreign.items().values(), depth);
            default -> {
            }
        }
    }

    private void inside(Object container, Iterable<?> items, int depth) throws IOException {
        Boolean known = open.put(container, true);
        if (known != null && known) {
            throw new BadInputException(file + ": it holds a list or dict that contains itself");
        }
        if (known == null) {
            for (Object item : items) {
                visit(item, depth + 1);
            }
        }
        open.put(container, false);
    }

    /** {@return a value's kind in Python's words} */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Map<?, ?> _ -> "a dict";
            case List<?> _ -> "a list";
            case Tensor _ -> "a tensor";
            case String _ -> "a string";
            case Long _ -> "a number";
            case Double _ -> "a number";
            case Boolean _ -> "a boolean";
            case TorchObjects.Made made -> made.described();
            default -> "an object of another kind";
        };
    }
}
