package io.mode4j.distill;

import io.mode4j.cluster.ExpertClusters;
import java.nio.file.Path;

/**
 * An expert that others learn from.
 *
 * @param name     of the expert
 * @param model    its folder
 * @param clusters its fine centres, as texts are compared with them
 * @param folder   where what it says of all pairs is kept
 */
public record Teacher(String name, Path model, ExpertClusters clusters, Path folder) {

    /** Its features of every pair: {@code NAME.npy}, float16 {@code [rows, 2 E]}, those of the text, then those of the picture, zeros where that cannot be decoded. */
    Path features() {
        return folder.resolve("features");
    }

    /** How far each pair's caption is from its nearest fine centre, squared: {@code NAME.npy}, float32 {@code [rows, 1]}. */
    Path distances() {
        return folder.resolve("distances");
    }
}
