package io.mode4j.sentence;

/** What is between the two layers of a block's MLP. */
public enum Activation {
    /** By the error function. */
    GELU,
    /** By its approximation with a hyperbolic tangent. */
    GELU_TANH,
    /** What is negative is zero. */
    RELU;

    /**
     * {@return the activation of this name in a configuration}
     *
     * @throws IllegalArgumentException
     *             if there is none
     */
    static Activation named(String name) {
        return switch (name) {
            case "gelu" -> GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_TANH;
            case "relu" -> RELU;
            default -> throw new IllegalArgumentException(
                    "expected an activation gelu, gelu_new, gelu_pytorch_tanh, gelu_fast or relu, found '" + name + "'");
        };
    }
}
