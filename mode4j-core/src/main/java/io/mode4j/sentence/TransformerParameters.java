package io.mode4j.sentence;

import io.mode4j.artifact.BadInputException;
import io.mode4j.sentence.Family.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A transformer's weights under names that are the same for every family, W the width: {@code word} [V, W], {@code position} [P, W] (with the row of the first type added), {@code norm.weight} and
 * {@code norm.bias} [W]; of layer i {@code i.qkv.weight} [3W, W], {@code i.attention.weight} [W, W], {@code i.attention.norm.weight}, {@code i.in.weight} [I, W], {@code i.out.weight} [W, I],
 * {@code i.norm.weight}, and their biases; {@code relative} [buckets, H]; {@code pooler.weight} [W, W].
 */
public final class TransformerParameters {
    /** How distances of tokens are told apart, where attention has a bias by them (Raffel et al. 2020). */
    public static final int BUCKETS = 32;

    private final TransformerShape shape;
    private final SentenceWeights weights;
    private final String prefix;
    private final SequencedMap<String, Parameter> all = new LinkedHashMap<>();

    /**
     * A tensor.
     *
     * @param numbers
     *            row major
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers
    public record Parameter(float[] numbers, long[] shape) {}

    private TransformerParameters(TransformerShape shape, SentenceWeights weights) throws BadInputException {
        this.shape = shape;
        this.weights = weights;
        List<String> prefixes = shape.family().prefixes();
        this.prefix = prefixes.stream().filter(some -> weights.has(some + "embeddings.word_embeddings.weight")).findFirst().orElse("");
    }

    /**
     * {@return a model's weights by their names}
     *
     * @throws BadInputException
     *             if one is missing or of another shape than the configuration says
     */
    public static SequencedMap<String, Parameter> read(SentenceModel model, SentenceWeights weights) throws BadInputException {
        TransformerParameters parameters = new TransformerParameters(model.shape(), weights);
        parameters.embeddings();
        for (int i = 0; i < model.shape().layers(); i++) {
            parameters.layer(i);
        }
        if (model.pooling().contains(Pooling.POOLER)) {
            parameters.linear("pooler", "pooler.dense", model.shape().width(), model.shape().width());
        }
        return parameters.all;
    }

    private void embeddings() throws BadInputException {
        int width = shape.width();
        add("word", "embeddings.word_embeddings.weight", shape.vocabulary(), width);
        float[] positions = weights.numbers(prefix + "embeddings.position_embeddings.weight", shape.positions(), width);
        if (shape.family().hasTypes()) {
            float[] type = firstType(width);
            for (int i = 0; i < positions.length; i++) {
                positions[i] += type[i % width];
            }
        }
        all.put("position", new Parameter(positions, new long[]{shape.positions(), width}));
        norm("norm", "embeddings.LayerNorm");
        if (shape.family().hasRelativeBias()) {
            add("relative", "encoder.relative_attention_bias.weight", BUCKETS, shape.heads());
        }
    }

    private float[] firstType(int width) throws BadInputException {
        String name = prefix + "embeddings.token_type_embeddings.weight";
        return weights.numbers(name, weights.rows(name), width);
    }

    private void layer(int i) throws BadInputException {
        Layers names = shape.family().layers();
        int width = shape.width();
        String from = names.prefix() + i + ".";
        String to = i + ".";
        List<float[]> matrices = new ArrayList<>();
        List<float[]> biases = new ArrayList<>();
        for (String part : List.of(names.query(), names.key(), names.value())) {
            matrices.add(weights.numbers(prefix + from + part + ".weight", width, width));
            biases.add(weights.numbers(prefix + from + part + ".bias", width));
        }
        all.put(to + "qkv.weight", new Parameter(joined(matrices), new long[]{3L * width, width}));
        all.put(to + "qkv.bias", new Parameter(joined(biases), new long[]{3L * width}));
        linear(to + "attention", from + names.attentionOut(), width, width);
        norm(to + "attention.norm", from + names.attentionNorm());
        linear(to + "in", from + names.mlpIn(), shape.inner(), width);
        linear(to + "out", from + names.mlpOut(), width, shape.inner());
        norm(to + "norm", from + names.norm());
    }

    private static float[] joined(List<float[]> parts) {
        int length = parts.getFirst().length;
        float[] joined = new float[parts.size() * length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, joined, i * length, length);
        }
        return joined;
    }

    private void linear(String to, String from, int outputs, int inputs) throws BadInputException {
        add(to + ".weight", from + ".weight", outputs, inputs);
        add(to + ".bias", from + ".bias", outputs);
    }

    /** What TensorFlow's first checkpoints called gamma and beta. */
    private void norm(String to, String from) throws BadInputException {
        boolean old = weights.has(prefix + from + ".gamma");
        add(to + ".weight", from + (old ? ".gamma" : ".weight"), shape.width());
        add(to + ".bias", from + (old ? ".beta" : ".bias"), shape.width());
    }

    private void add(String to, String from, long... size) throws BadInputException {
        all.put(to, new Parameter(weights.numbers(prefix + from, size), size));
    }
}
