package io.mode4j.probe;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Features of pictures and the class of each. The arrays are shared, not copied: nobody changes them.
 *
 * @param features {@code [N, D]}, at least one row
 * @param labels   {@code [N]}
 * @param classes  K
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
public record ProbeData(float[][] features, int[] labels, int classes) {

    /** Rows of one length, a label below K for each. */
    public ProbeData {
        if (features.length == 0 || features.length != labels.length) {
            throw new IllegalArgumentException(
                    "as many labels as rows of features expected, and at least one; found %d and %d".formatted(labels.length,
                            features.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("labels from 0 to %d expected, found %d".formatted(classes - 1, labels[i]));
            }
            if (features[i].length != features[0].length) {
                throw new IllegalArgumentException(
                        "features of one length expected, found %d and %d".formatted(features[0].length, features[i].length));
            }
        }
    }

    /** N. */
    public int size() {
        return labels.length;
    }

    /** D. */
    public int dim() {
        return features[0].length;
    }

    /** Some of the rows. */
    ProbeData only(int[] rows) {
        return new ProbeData(Arrays.stream(rows).mapToObj(r -> features[r]).toArray(float[][]::new),
                Arrays.stream(rows).map(r -> labels[r]).toArray(), classes);
    }

    /** These rows and those behind them. */
    ProbeData and(ProbeData others) {
        return new ProbeData(Stream.of(features, others.features).flatMap(Arrays::stream).toArray(float[][]::new),
                IntStream.concat(Arrays.stream(labels), Arrays.stream(others.labels)).toArray(), classes);
    }
}
