package io.mode4j.torch;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.Initial;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.sentence.Pooling;
import io.mode4j.sentence.SentenceFolder;
import io.mode4j.sentence.SentenceModel;
import io.mode4j.sentence.SentenceModel.Dense;
import io.mode4j.sentence.SentenceWeights;
import io.mode4j.sentence.Tokens;
import io.mode4j.sentence.TransformerParameters;
import io.mode4j.sentence.TransformerParameters.Parameter;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;

/** A sentence encoder in a folder of sentence-transformers or Hugging Face, on LibTorch. */
public final class TorchSentenceEncoder implements SentenceEncoder {
    private static final String KIND = "transformer";
    private static final int CPU_TOKENS = 2048; // computed at once by a thread: activations stay in its caches
    private static final int CUDA_TOKENS = 1 << 16;

    private final Path folder;
    private final Optional<Pooling> asked;
    private final SentenceModel model;
    private final String identity;
    private final Tokens tokens;
    private final Parameters parameters;
    private final SentenceNetwork network;
    private final PinnedThreads workers;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed; // guarded by use

    private TorchSentenceEncoder(Path folder, Optional<Pooling> asked, SentenceModel model, String identity, Tokens tokens,
            Parameters parameters, int threads) {
        this.folder = folder;
        this.asked = asked;
        this.model = model;
        this.identity = identity;
        this.tokens = tokens;
        this.parameters = parameters;
        this.network = new SentenceNetwork(model, parameters);
        this.workers = new PinnedThreads(threads);
    }

    /** {@return the kinds of encoders that are opened by {@link #load}: one that is pooled as its folder says, and one for each pooling that can be asked for instead} */
    public static String kind(Optional<Pooling> pooling) {
        return KIND + pooling.map(asked -> "-" + asked.name().toLowerCase(Locale.ROOT)).orElse("");
    }

    /**
     * Loads an encoder; the caller closes it.
     *
     * @param pooling
     *            in place of what the folder says, if it is given
     * @throws BadInputException
     *             if the folder lacks something, or is of a kind that is not known; the message names the file
     */
    public static TorchSentenceEncoder load(Path folder, Optional<Pooling> pooling, Tokens.Opener tokenizers, TorchOptions options)
            throws IOException {
        SentenceModel model = SentenceFolder.read(folder, pooling);
        TorchEnvironment torch = TorchEnvironment.open(options);
        SequencedMap<String, Parameter> weights = new LinkedHashMap<>();
        String hash;
        try (SentenceWeights files = SentenceWeights.open(model.transformer())) {
            weights.putAll(TransformerParameters.read(model, files));
            hash = files.hash() + dense(model, weights);
        }
        String identity = "%s, %s sha256:%s".formatted(model.describe(), torch.precision(),
                Fingerprints.ofText(hash, Fingerprints.ofFile(model.tokenizer())));
        Tokens tokens = tokenizers.open(model.tokenizer(), model.maxTokens());
        try {
            return new TorchSentenceEncoder(folder, pooling, model, identity, tokens, parameters(weights, torch), torch.workers());
        } catch (Throwable e) {
            tokens.close();
            throw e;
        }
    }

    /** Adds the weights of layers behind pooling; returns the hashes of their files. */
    private static String dense(SentenceModel model, SequencedMap<String, Parameter> weights) throws IOException {
        StringBuilder hashes = new StringBuilder();
        for (int i = 0; i < model.afterwards().size(); i++) {
            if (model.afterwards().get(i) instanceof Dense dense) {
                try (SentenceWeights files = SentenceWeights.open(dense.folder())) {
                    int outputs = dense.outputs();
                    String name = SentenceNetwork.dense(i);
                    weights.put(name + "weight", new Parameter(files.numbers("linear.weight", outputs, dense.inputs()),
                            new long[]{outputs, dense.inputs()}));
                    weights.put(name + "bias", new Parameter(dense.bias() ? files.numbers("linear.bias", outputs) : new float[outputs],
                            new long[]{outputs}));
                    hashes.append(files.hash());
                }
            }
        }
        return hashes.toString();
    }

    private static Parameters parameters(SequencedMap<String, Parameter> weights, TorchEnvironment torch) {
        List<ParameterSpec> specs = weights.entrySet()
                .stream()
                .map(weight -> new ParameterSpec(weight.getKey(), weight.getValue().shape(), new Initial.Constant(0)))
                .toList();
        Parameters parameters = new Parameters(specs, torch.device(), torch.precision());
        int i = 0;
        for (Parameter weight : weights.values()) {
            parameters.set(specs.get(i++), weight.numbers());
        }
        parameters.freeze();
        return parameters;
    }

    @Override
    public int dim() {
        return model.dim();
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String kind() {
        return kind(asked);
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(folder);
    }

    @Override
    public float[][] encode(List<String> texts) throws IOException {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the sentence encoder " + folder + " is closed");
            }
            return vectors(tokens(texts));
        } finally {
            use.readLock().unlock();
        }
    }

    private long[][] tokens(List<String> texts) throws BadInputException {
        long[][] all = new long[texts.size()][];
        int parts = workers.count();
        workers.run(parts, part -> IntStream.range((int) ((long) all.length * part / parts), (int) ((long) all.length * (part + 1) / parts))
                .forEach(i -> all[i] = tokens.of(model.prepared(texts.get(i)))));
        long largest = Arrays.stream(all).flatMapToLong(Arrays::stream).max().orElse(0);
        if (largest >= model.shape().vocabulary()) {
            throw new BadInputException("%s: the tokenizer gives token %d, the model has %d: expected the tokenizer that belongs to it"
                    .formatted(model.tokenizer(), largest, model.shape().vocabulary()));
        }
        return all;
    }

    private float[][] vectors(long[][] tokens) {
        if (tokens.length == 0) {
            return new float[0][];
        }
        LengthOrder order = LengthOrder.of(Arrays.stream(tokens).mapToInt(text -> text.length).toArray());
        long most = parameters.device().isCuda() ? CUDA_TOKENS : CPU_TOKENS;
        int[] cuts = order.cuts(Math.clamp(Math.ceilDiv(order.tokens()[tokens.length], most), 1, tokens.length));
        float[][] vectors = new float[tokens.length][];
        workers.run(cuts.length - 1, i -> {
            List<long[]> texts = IntStream.range(cuts[i], cuts[i + 1]).mapToObj(place -> tokens[order.indices()[place]]).toList();
            try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
                float[] numbers = Tensors.toFloats(network.embed(texts));
                for (int row = 0; row < texts.size(); row++) {
                    vectors[cuts[i] + row] = Arrays.copyOfRange(numbers, row * dim(), (row + 1) * dim());
                }
            }
        });
        return order.restored(vectors);
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                workers.close();
                parameters.close();
                tokens.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
