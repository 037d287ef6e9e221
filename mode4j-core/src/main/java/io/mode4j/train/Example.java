package io.mode4j.train;

import io.mode4j.image.UndecodableImageException.Cause;
import org.jspecify.annotations.Nullable;

/**
 * One draw from the data, ready for a batch; or the cause why its picture could not be decoded.
 *
 * @param taught
 *            the pair's vectors of {@link Distillation.Teachers}; none without teachers
 * @param embedding
 *            of the pair's caption, of length 1; none where all captions that are not equal are negatives
 */
@SuppressWarnings("ArrayRecordComponent") // handed from a worker to the batch, never compared
record Example(byte[] pixels, int[] tokens, float[] taught, float[] embedding, @Nullable Cause undecodable) {

    static Example undecodable(Cause cause) {
        return new Example(new byte[0], new int[0], new float[0], new float[0], cause);
    }
}
