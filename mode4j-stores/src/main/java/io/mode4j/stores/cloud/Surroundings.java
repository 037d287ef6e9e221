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
        String value = properties.of(property);
        for (int i = 0; i < names.length && isUnset(value); i++) {
            value = variables.of(names[i]);
        }
        return isUnset(value) ? Optional.empty() : Optional.of(value);
    }

    private static boolean isUnset(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
