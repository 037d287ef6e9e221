package io.mode4j.clip;

import java.util.stream.LongStream;

/**
 * One parameter of a model.
 *
 * @param name
 *            open_clip's, as in {@code model.safetensors}
 * @param shape
 *            sizes; empty for a scalar
 */
@SuppressWarnings("ArrayRecordComponent") // a description, compared by nobody
public record ParameterSpec(String name, long[] shape, Initial initial) {

    /** {@return how many numbers it has} */
    public long count() {
        return LongStream.of(shape).reduce(1, Math::multiplyExact);
    }

    /** Whether weight decay pulls at it: at matrices and embeddings, not at gains, biases, single tokens and the logit scale. */
    public boolean decayed() {
        return shape.length >= 2;
    }
}
