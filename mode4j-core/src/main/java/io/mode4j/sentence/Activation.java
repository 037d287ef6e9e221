package io.mode4j.sentence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What is between the two layers of a block's MLP. */
public enum Activation {
    /** By the error function. */
    GELU("gelu"),
    /** By its approximation with a hyperbolic tangent. */
    GELU_TANH("gelu_new", "gelu_pytorch_tanh", "gelu_fast"),
    /** What is negative is zero. */
    RELU("relu");

    private final List<String> names;

    Activation(String... names) {
        this.names = List.of(names);
    }

    /**
     * {@return the activation of this name in a configuration}
     *
     * @throws IllegalArgumentException
     *             if there is none
     */
    static Activation named(String name) {
        return Arrays.stream(values())
                .filter(activation -> activation.names.contains(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of %s, found '%s'".formatted(
                        Stream.of(values()).flatMap(activation -> activation.names.stream()).toList(), name)));
    }
}
