package io.mode4j.train;

import io.mode4j.image.UndecodableImageException.Cause;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far through its samples a model is: all that a {@link BatchLoader} needs to go on exactly.
 *
 * @param position
 *            draws from the order so far, those of undecodable pictures included
 * @param undecodable
 *            samples whose picture could not be decoded, each once however often it was drawn
 * @param causes
 *            how many of them for which cause
 */
record LoaderState(long position, BitSet undecodable, Map<Cause, Integer> causes) {

    static LoaderState start() {
        return new LoaderState(0, new BitSet(), Map.of());
    }

    /** Copies, so that a saved state stays what it was. */
    LoaderState {
        undecodable = (BitSet) undecodable.clone();
        causes = causes.isEmpty() ? new EnumMap<>(Cause.class) : new EnumMap<>(causes);
    }
}
