package io.mode4j.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an object of a class that is not made: nothing of it is built or run, and nothing is known but its name and, of a kind of dict, what it holds. Equal to itself alone.
 */
public final class Foreign implements TorchObjects.Made {
    private final String name;
    private @Nullable Map<Object, @Nullable Object> items;

    /** @param name the class's, with its module */
    Foreign(String name) {
        this.name = name;
    }

    /** {@return what it holds by key, as far as it is a dict} */
    public Map<Object, @Nullable Object> items() {
        return items == null ? Map.of() : Collections.unmodifiableMap(items);
    }

    /** Takes an item, as a dict does. */
    void put(Object key, @Nullable Object value) {
        if (items == null) {
            items = new LinkedHashMap<>();
        }
        items.put(key, value);
    }

    /** {@return what a call of it makes}; {@code copyreg} makes objects of the class that it is given. */
    Foreign made(List<?> arguments) {
        boolean copies = name.startsWith("copy_reg.") || name.startsWith("copyreg.");
        return copies && !arguments.isEmpty() && arguments.getFirst() instanceof Foreign given ? new Foreign(given.name)
                : new Foreign(name);
    }

    @Override
    public String described() {
        return "an object of class " + name + ", which mode4j never makes";
    }

    @Override
    public String toString() {
        return described();
    }
}
