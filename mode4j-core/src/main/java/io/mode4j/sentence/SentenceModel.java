package io.mode4j.sentence;

import io.mode4j.artifact.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a sentence encoder in a folder computes: a prompt before each text, tokens, a transformer, pooling, layers behind it. The vector is scaled to length 1 at the end, whether the folder says so or not.
 *
 * @param transformer
 *            the folder of the transformer's files, with the tokenizer
 * @param maxTokens
 *            longer texts lose their end
 * @param lowerCase
 *            whether texts are put into lower case first
 * @param prompt
 *            what stands before each text, empty mostly
 * @param pooling
 *            one or more, whose vectors stand side by side
 * @param afterwards
 *            what follows pooling
 */
public record SentenceModel(TransformerShape shape, Path transformer, int maxTokens, boolean lowerCase, String prompt,
        List<Pooling> pooling, List<After> afterwards) {

    /** The tokenizer's file. */
    public static final String TOKENIZER = "tokenizer.json";

    /** Copies the lists. */
    public SentenceModel {
        pooling = List.copyOf(pooling);
        afterwards = List.copyOf(afterwards);
    }

    /** A step behind pooling. */
    public sealed interface After {}

    /** Scales the vector to length 1. */
    public record Normalise() implements After {}

    /**
     * A linear layer.
     *
     * @param folder
     *            of its weights, {@code linear.weight} and, where it has one, {@code linear.bias}
     * @param inputs
     *            numbers that it takes
     * @param outputs
     *            numbers that it gives
     * @param bias
     *            whether it has one
     * @param tanh
     *            whether a hyperbolic tangent follows
     */
    public record Dense(Path folder, int inputs, int outputs, boolean bias, boolean tanh) implements After {}

    /** {@return the components of a vector} */
    public int dim() {
        int dim = shape.width() * pooling.size();
        for (After after : afterwards) {
            if (after instanceof Dense dense) {
                dim = dense.outputs();
            }
        }
        return dim;
    }

    /** {@return what decides the vectors, but for the weights and the tokenizer, in words} */
    public String describe() {
        String steps = afterwards.stream()
                .map(after -> after instanceof Dense dense ? " dense %d tanh %s".formatted(dense.outputs(), dense.tanh()) : " normalise")
                .collect(Collectors.joining());
        return "%s, %d layers of %d, %s, at most %d tokens%s, %s%s%s".formatted(shape.family().type(), shape.layers(), shape.width(),
                shape.activation(), maxTokens, lowerCase ? " in lower case" : "", pooling, steps,
                prompt.isEmpty() ? "" : ", prompt '" + prompt + "'");
    }

    /** {@return a text as the tokenizer gets it: with the prompt before it} */
    public String prepared(String text) {
        return prepared(text, prompt, lowerCase);
    }

    /** {@return the same, of what is known of a model} */
    public static String prepared(String text, String prompt, boolean lowerCase) {
        return lowerCase ? (prompt + text).toLowerCase(Locale.ROOT) : prompt + text;
    }

    /** {@return the tokenizer's file} */
    public Path tokenizer() {
        return transformer.resolve(TOKENIZER);
    }

    /** {@return the same with another pooling, and nothing behind it} */
    SentenceModel pooledBy(Pooling other) {
        return new SentenceModel(shape, transformer, maxTokens, lowerCase, prompt, List.of(other), List.of());
    }

    /** Checks that what follows pooling takes what comes. */
    void check() throws BadInputException {
        int dim = shape.width() * pooling.size();
        for (After after : afterwards) {
            if (after instanceof Dense dense) {
                if (dense.inputs() != dim) {
                    throw new BadInputException("%s: expected a layer of %d inputs, as many numbers as come before it, found %d"
                            .formatted(dense.folder(), dim, dense.inputs()));
                }
                dim = dense.outputs();
            }
        }
    }
}
