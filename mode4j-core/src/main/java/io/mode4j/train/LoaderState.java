package io.mode4j.train;

import io.mode4j.image.UndecodableImageException.Cause;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far through its samples a model is: all that a {@link BatchLoader} needs to go on exactly.
 *
 * @param position
 *            draws from the order so far, those of undecodable pictures included
 * @param undecodable
 *            how many samples have a picture that cannot be decoded, by cause, each counted once however often it was drawn
 */
record LoaderState(long position, Map<Cause, Integer> undecodable) {

    static LoaderState start() {
        return new LoaderState(0, Map.of());
    }

    /** Copies, so that a saved state stays what it was. */
    LoaderState {
        undecodable = undecodable.isEmpty() ? new EnumMap<>(Cause.class) : new EnumMap<>(undecodable);
    }
}
