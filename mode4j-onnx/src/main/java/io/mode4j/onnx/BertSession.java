package io.mode4j.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;

/**
 * A BERT encoder in ONNX Runtime, with mean pooling behind it: B texts of at most L tokens to B unit vectors of D components.
 *
 * <p>
 * The session computes on the calling thread alone, which makes its results independent of the number of threads; callers run several
 * batches at once instead. Thread-safe. Owns native memory.
 */
final class BertSession implements AutoCloseable {
    private static final String HIDDEN = "last_hidden_state";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int dim;

    /**
     * Loads a model.
     *
     * @param model
     *            the bytes of an ONNX file, in a direct buffer; not used after the constructor returns
     * @throws IOException
     *             if ONNX Runtime refuses the model
     */
    BertSession(ByteBuffer model) throws IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model, options);
            dim = hiddenWidth(session);
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime cannot load the sentence encoder: " + e.getMessage(), e);
        }
    }

    private static int hiddenWidth(OrtSession session) throws OrtException, IOException {
        NodeInfo output = session.getOutputInfo().get(HIDDEN);
        if (output == null || !(output.getInfo() instanceof TensorInfo tensor) || tensor.getShape().length != 3) {
            throw new IOException(
                    "the sentence encoder must have an output " + HIDDEN + " [B, L, D]; it has " + session.getOutputInfo().values());
        }
        return (int) tensor.getShape()[2];
    }

    int dim() {
        return dim;
    }

    /**
     * Embeds one batch.
     *
     * @param tokens
     *            B texts, the longest first
     * @return [B, D], each the mean of its text's hidden states over its L' tokens, scaled to length 1
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
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, zeros(tokens.length * length), shape);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor), Set.of(HIDDEN))) {
            return pool(((OnnxTensor) result.get(0)).getFloatBuffer(), tokens, length);
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime failed on a batch of " + tokens.length + " texts: " + e.getMessage(), e);
        }
    }

    private static LongBuffer zeros(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /** hidden [B, L, D] to unit vectors [B, D]. */
    private float[][] pool(FloatBuffer hidden, long[][] tokens, int length) {
        float[][] pooled = new float[tokens.length][dim];
        float[] state = new float[dim];
        for (int b = 0; b < tokens.length; b++) {
            for (int l = 0; l < tokens[b].length; l++) {
                hidden.get((b * length + l) * dim, state);
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
