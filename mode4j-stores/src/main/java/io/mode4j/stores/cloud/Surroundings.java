package io.mode4j.stores.cloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process was given: environment variables and, where they are set, the properties of Java that say the same.
 *
 * @param variables looks up a variable
 * @param properties looks up a property
 */
record Surroundings(Lookup variables, Lookup properties) {
    /** Looks up a name. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String of(String name);
    }

    static Surroundings ofProcess() {
        return new Surroundings(System::getenv, System::getProperty);
    }

    /** {@return the first of these that is set} */
    Optional<String> first(String property, String... names) {
        Optional<String> value = set(properties.of(property));
        for (int i = 0; i < names.length && value.isEmpty(); i++) {
            value = set(variables.of(names[i]));
        }
        return value;
    }

    private static Optional<String> set(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
