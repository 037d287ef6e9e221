package io.mode4j.train;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.image.UndecodableImageException.Cause;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one draw, as every rank knows it.
 *
 * @param rank
 *            who read it
 * @param caption
 *            64 bits of a hash of the caption's tokens: equal captions have equal ones
 * @param undecodable
 *            why its picture cannot be decoded; null where it can
 * @param example
 *            the pair, where this rank read it
 */
record Drawn(int rank, long caption, @Nullable Cause undecodable, @Nullable Example example) {
    /** Of what the other ranks are told. */
    static final int BYTES = 1 + Long.BYTES;

    private static final List<Cause> CAUSES = List.of(Cause.values());
    private static final int DIGITS = 16;

    static Drawn of(int rank, Example example) {
        String hash = Fingerprints.ofText(Arrays.toString(example.tokens()));
        return new Drawn(rank, Long.parseUnsignedLong(hash.substring(0, DIGITS), DIGITS), example.undecodable(), example);
    }

    void tell(ByteBuffer out) {
        out.put((byte) (undecodable == null ? 0 : 1 + CAUSES.indexOf(undecodable))).putLong(caption);
    }

    static Drawn told(int rank, ByteBuffer in) {
        int cause = in.get();
        return new Drawn(rank, in.getLong(), cause == 0 ? null : CAUSES.get(cause - 1), null);
    }
}
