package io.mode4j.train;

import io.mode4j.clip.SoftTargets;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.SortedMap;

/** Teachers that a model learns from beside its pairs: how near they find the pictures and texts of a batch to each other. */
public interface Distillation {

    /** What decides their say and how much it counts, by name, for recipes. */
    SortedMap<String, String> configuration();

    /** Fingerprints of the teachers, by name, for recipes. */
    SortedMap<String, String> inputs();

    /**
     * Opens what they say of the pairs of an index; the caller closes it.
     *
     * @throws IOException
     *             if it is missing or damaged
     */
    Teachers open(SampleIndex index) throws IOException;

    /** What is known of each pair. Safe for use by several threads. */
    interface Teachers extends AutoCloseable {

        /** How many numbers a vector has, D. */
        int dim();

        /** How much they count, as {@link SoftTargets} has it. */
        double weight();

        /** {@return the pair's vectors {@code [2, D]}, the image's and the text's} */
        float[] vectors(Pair pair);

        @Override
        void close();
    }
}
