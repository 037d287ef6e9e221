package io.mode4j.clip;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How a parameter starts. */
public sealed interface Initial {

    /** Fills a fresh parameter. */
    void fill(float[] values, RandomGenerator random);

    /** Every element the same. */
    record Constant(double value) implements Initial {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            Arrays.fill(values, (float) value);
        }
    }

    /** Normal around 0. */
    record Normal(double deviation) implements Initial {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        }
    }

    /** Uniform in [-bound, bound). */
    record Uniform(double bound) implements Initial {
        @Override
        public void fill(float[] values, RandomGenerator random) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
    }
}
