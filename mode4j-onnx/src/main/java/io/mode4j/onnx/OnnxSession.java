package io.mode4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.UnpackedLibraries;
import io.mode4j.sentence.Pooling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sentence encoder in ONNX Runtime: B texts of at most L tokens to B unit vectors of D components, by the hidden states of their tokens [B, L, D], which are pooled here, or by vectors [B, D].
 *
 * <p>
 * The session computes on the calling thread alone, which makes its results independent of the number of threads; callers run several
 * batches at once instead. Thread-safe. Owns native memory.
 */
final class OnnxSession implements AutoCloseable {
    private static final List<String> INPUTS = List.of("input_ids", "attention_mask", "token_type_ids");
    private static final List<String> OUTPUTS = List.of("sentence_embedding", "last_hidden_state", "token_embeddings"); // the best first

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Pooling pooling;
    private final String output;
    private final int dim;

    /**
     * Loads a model.
     *
     * @param model
     *            the bytes of an ONNX file, in a direct buffer; not used after the constructor returns
     * @param pooling
     *            of hidden states: the mean, or the first token's
     * @throws IOException
     *             if ONNX Runtime refuses the model, or its inputs and outputs are none that are known
     */
    OnnxSession(ByteBuffer model, Pooling pooling) throws IOException {
        this("the sentence encoder", pooling, options -> OrtEnvironment.getEnvironment().createSession(model, options));
    }

    /** The same of a file, whose weights may lie in others beside it. */
    OnnxSession(Path file, Pooling pooling) throws IOException {
        this(file.toString(), pooling, options -> OrtEnvironment.getEnvironment().createSession(file.toString(), options));
    }

    private interface Creation {
        OrtSession with(OrtSession.SessionOptions options) throws OrtException;
    }

    private OnnxSession(String name, Pooling pooling, Creation creation) throws IOException {
        this.pooling = pooling;
        UnpackedLibraries.delete("onnxruntime-java");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = creation.with(options);
        } catch (OrtException e) {
            throw new BadInputException("ONNX Runtime cannot load " + name + ": " + e.getMessage(), e);
        }
        try {
            if (!INPUTS.containsAll(session.getInputNames()) || !session.getInputNames().contains(INPUTS.getFirst())) {
                throw new BadInputException("%s: expected inputs among %s, found %s".formatted(name, INPUTS, session.getInputNames()));
            }
            output = OUTPUTS.stream()
                    .filter(session.getOutputNames()::contains)
                    .findFirst()
                    .orElseThrow(() -> new BadInputException(
                            "%s: expected an output among %s, found %s".formatted(name, OUTPUTS, session.getOutputNames())));
            dim = dim(name);
        } catch (OrtException | IOException e) {
            close();
            throw e instanceof IOException known ? known : new IOException(name + ": " + e.getMessage(), e);
        }
    }

    private int dim(String name) throws OrtException, IOException {
        NodeInfo node = session.getOutputInfo().get(output);
        int axes = output.equals(OUTPUTS.getFirst()) ? 2 : 3;
        if (node == null || !(node.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT
                || info.getShape().length != axes
                || info.getShape()[axes - 1] < 1) {
            throw new BadInputException(
                    "%s: expected %s as float32 [texts, D] or [texts, tokens, D], found %s".formatted(name, output, node));
        }
        return (int) info.getShape()[axes - 1];
    }

    int dim() {
        return dim;
    }

    /**
     * Embeds one batch.
     *
     * @param tokens
     *            B texts, the longest first
     * @return [B, D], of length 1
     */
    float[][] embed(long[][] tokens) throws IOException {
        int length = tokens[0].length;
        long[] shape = {tokens.length, length};
        LongBuffer ids = zeros(tokens.length * length); // [B, L]; token 0 is padding
        LongBuffer mask = zeros(tokens.length * length);
        for (int b = 0; b < tokens.length; b++) {
            ids.put(b * length, tokens[b]);
            for (int l = 0; l < tokens[b].length; l++) {
                mask.put(b * length + l, 1);
            }
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, zeros(tokens.length * length), shape)) {
            Map<String, OnnxTensor> inputs = new HashMap<>(
                    Map.of(INPUTS.get(0), idTensor, INPUTS.get(1), maskTensor, INPUTS.get(2), typeTensor));
            inputs.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                return pool(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens, output.equals(OUTPUTS.getFirst()) ? 0 : length);
            }
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime failed on a batch of " + tokens.length + " texts: " + e.getMessage(), e);
        }
    }

    private static LongBuffer zeros(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /** Hidden states [B, L, D], or vectors [B, D] where L is 0, to unit vectors [B, D]. */
    private float[][] pool(FloatBuffer made, long[][] tokens, int length) {
        float[][] pooled = new float[tokens.length][dim];
        float[] state = new float[dim];
        for (int b = 0; b < tokens.length; b++) {
            int counted = length == 0 || pooling == Pooling.CLS ? 1 : tokens[b].length;
            for (int l = 0; l < counted; l++) {
                made.get((b * Math.max(1, length) + l) * dim, state);
                for (int d = 0; d < dim; d++) {
                    pooled[b][d] += state[d];
                }
            }
            normalize(pooled[b]);
        }
        return pooled;
    }

    /** The mean and the sum have the same direction, so the division by the number of tokens is left out. */
    private static void normalize(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int d = 0; d < vector.length; d++) {
            vector[d] *= scale;
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot free its session: " + e.getMessage(), e);
        }
    }
}
