package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;
import java.util.Arrays;

/** The routing formulas in float64, as they stand in the paper and the reference code, without thought for speed or overflow. */
final class PlainFormulas {

    private PlainFormulas() {}

    static double[] paper(float[][] texts, Clusters clusters, double lambda) {
        double[] scores = new double[clusters.experts()];
        for (float[] text : texts) {
            int s = nearest(text, clusters, -1);
            scores[clusters.fineToCoarse()[s]] += Math.exp(-squared(text, clusters, s) / lambda);
        }
        return softmax(scores);
    }

    static double[] reference(float[][] texts, Clusters clusters) {
        int n = texts.length;
        double add = n < 10 ? Math.exp(0.5 - Math.sqrt(n)) : 0;
        double mul = 5 * Math.log10(Math.max(10, n - 200));
        double[] scores = new double[clusters.experts()];
        for (float[] text : texts) {
            int s = nearest(text, clusters, -1);
            scores[clusters.fineToCoarse()[s]] += Math.exp((add - Math.sqrt(squared(text, clusters, s))) * mul);
        }
        return softmax(Arrays.stream(scores).map(score -> score / 8).toArray());
    }

    static double[] nearest(float[][] texts, Clusters clusters, double tau) {
        double[] mean = new double[clusters.experts()];
        for (float[] text : texts) {
            double[] logits = new double[mean.length];
            for (int c = 0; c < mean.length; c++) {
                logits[c] = -squared(text, clusters, nearest(text, clusters, c)) / tau;
            }
            double[] shares = softmax(logits);
            for (int c = 0; c < mean.length; c++) {
                mean[c] += shares[c] / texts.length;
            }
        }
        return mean;
    }

    /** The nearest fine centre, of expert {@code only} or of all for -1. */
    private static int nearest(float[] text, Clusters clusters, int only) {
        int best = -1;
        for (int s = 0; s < clusters.fine().count(); s++) {
            boolean asked = only < 0 || clusters.fineToCoarse()[s] == only;
            if (asked && (best < 0 || squared(text, clusters, s) < squared(text, clusters, best))) {
                best = s;
            }
        }
        return best;
    }

    private static double squared(float[] text, Clusters clusters, int s) {
        double sum = 0;
        for (int i = 0; i < text.length; i++) {
            sum += Math.pow((double) text[i] - clusters.fine().values()[s * text.length + i], 2);
        }
        return sum;
    }

    private static double[] softmax(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        return Arrays.stream(logits).map(logit -> Math.exp(logit) / sum).toArray();
    }
}
