package io.mode4j.train;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which pairs of the data set a model is trained on. */
public sealed interface SampleChoice {

    /** The choice in words, for recipes. */
    String describe();

    /**
     * The choice that {@link #describe} gave these words.
     *
     * @throws IllegalArgumentException
     *             if it did not
     */
    static SampleChoice described(String words) {
        if (words.equals(new Everything().describe())) {
            return new Everything();
        }
        if (words.matches(FineClusters.WORDS + "\\d+(, \\d+)*")) {
            String[] numbers = words.substring(FineClusters.WORDS.length()).split(", ", -1);
            return new FineClusters(Arrays.stream(numbers).map(Integer::valueOf).toList());
        }
        Matcher share = Pattern.compile("(coarse cluster|random share) (\\d+) and (\\S+) of the others, seed (-?\\d+)").matcher(words);
        if (!share.matches()) {
            throw new IllegalArgumentException("expected a choice of pairs, found \"" + words + "\"");
        }
        int expert = Integer.parseInt(share.group(2));
        double oocRatio = Double.parseDouble(share.group(3));
        long seed = Long.parseLong(share.group(4));
        return share.group(1).equals("random share") ? new RandomShare(expert, oocRatio, seed) : new ExpertShare(expert, oocRatio, seed);
    }

    /** All pairs: the seed and the dense baselines. */
    record Everything() implements SampleChoice {

        @Override
        public String describe() {
            return "everything";
        }
    }

    /**
     * The pairs of one coarse cluster, and each other pair with a small probability (paper §4; {@code ooc_ratio} of the reference).
     *
     * @param expert
     *            the coarse cluster, counted from 0
     * @param oocRatio
     *            share of the out-of-cluster pairs, 0.02 in the reference
     * @param seed
     *            decides which out-of-cluster pairs
     */
    record ExpertShare(int expert, double oocRatio, long seed) implements SampleChoice {

        /** Checks the ranges. */
        public ExpertShare {
            check(expert, oocRatio);
        }

        @Override
        public String describe() {
            return "coarse cluster " + expert + " and " + oocRatio + " of the others, seed " + seed;
        }
    }

    /**
     * As {@link ExpertShare}, after the pairs were dealt to the clusters at random, each keeping its size: the ablation that shows what clustering
     * gives.
     */
    record RandomShare(int expert, double oocRatio, long seed) implements SampleChoice {

        /** Checks the ranges. */
        public RandomShare {
            check(expert, oocRatio);
        }

        @Override
        public String describe() {
            return "random share " + expert + " and " + oocRatio + " of the others, seed " + seed;
        }
    }

    /**
     * The pairs of some fine clusters: of an expert for one task alone, its class names say which (paper §4, selection by prior knowledge).
     *
     * @param fine
     *            their numbers, each once, ascending
     */
    record FineClusters(List<Integer> fine) implements SampleChoice {

        private static final String WORDS = "fine clusters ";

        /** Puts them in order. */
        public FineClusters {
            fine = fine.stream().distinct().sorted().toList();
            if (fine.isEmpty() || fine.getFirst() < 0) {
                throw new IllegalArgumentException("at least one fine cluster expected, counted from 0, found " + fine);
            }
        }

        @Override
        public String describe() {
            return WORDS + fine.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    private static void check(int expert, double oocRatio) {
        if (expert < 0 || !(oocRatio >= 0 && oocRatio <= 1)) {
            throw new IllegalArgumentException("a share needs an expert of at least 0 and an out-of-cluster ratio in [0, 1], not "
                    + expert + " and " + oocRatio);
        }
    }
}
