package io.mode4j.growth;

import java.util.stream.LongStream;

/** The population stability index, by which shifts of shares are measured: below 0.1 none to speak of, above 0.25 a large one. Stateless. */
final class Stability {
    private Stability() {}

    /**
     * {@code sum of (q - p) ln(q / p)} over the groups, p and q the shares then and now, half a member added to each group so that none is empty. What two draws from the same shares would give,
     * {@code (K - 1)(1/N + 1/M)}, is taken off: with many groups and few members that alone looks like a shift.
     *
     * @param then members of each group {@code [K]}
     * @param now  the same groups
     * @return 0 at least
     */
    static double index(long[] then, long[] now) {
        double all = LongStream.of(then).sum() + 0.5 * then.length;
        double arrived = LongStream.of(now).sum() + 0.5 * now.length;
        double index = 0;
        for (int k = 0; k < then.length; k++) {
            double p = (then[k] + 0.5) / all;
            double q = (now[k] + 0.5) / arrived;
            index += (q - p) * Math.log(q / p);
        }
        return Math.max(0, index - (then.length - 1) * (1 / all + 1 / arrived));
    }
}
