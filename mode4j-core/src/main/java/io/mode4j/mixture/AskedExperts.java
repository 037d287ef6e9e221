package io.mode4j.mixture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Which experts are asked about pictures. Those left out hand their weight to the others in proportion, so that the sum of the weights W stays.
 *
 * <p>
 * Let the set D be left out, K asked, w the weights, s the logit scales, and x between -1 and 1 the cosines. A logit then changes by
 * {@code e = sum over D of w s x - (W / W_K - 1) sum over K of w s x}, whose size is at most {@code B = sum over D of w s + (W / W_K - 1) sum over K of w s}. The
 * odds of a label against all others change by a factor between {@code exp(-2B)} and {@code exp(2B)}, so its probability by at most {@code tanh(B / 2)}, the difference
 * of {@code 1 / (1 + exp(-B))} and {@code 1 / (1 + exp(B))}.
 *
 * @param experts those that are asked, by their places, in their order
 * @param weights of these
 * @param error   how much leaving the others out can change a probability
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
record AskedExperts(int[] experts, double[] weights, double error) {

    /**
     * Chooses them; the one of most weight is always asked.
     *
     * @param weights   of all
     * @param scales    their logit scales
     * @param minWeight the least weight of those asked; empty: as few as change no probability by more than {@code tolerance}
     */
    static AskedExperts of(float[] weights, double[] scales, OptionalDouble minWeight, double tolerance) {
        List<Integer> rising = IntStream.range(0, weights.length).boxed().sorted(Comparator.comparingDouble(i -> weights[i])).toList();
        boolean[] asked = new boolean[weights.length];
        Arrays.fill(asked, true);
        for (int expert : rising.subList(0, weights.length - 1)) {
            asked[expert] = false;
            boolean stays = minWeight.isPresent() ? weights[expert] >= minWeight.getAsDouble() : error(weights, scales, asked) > tolerance;
            if (stays) {
                asked[expert] = true;
                break;
            }
        }
        double share = sum(weights, asked) / sum(weights);
        int[] places = IntStream.range(0, weights.length).filter(i -> asked[i]).toArray();
        return new AskedExperts(places, Arrays.stream(places).mapToDouble(i -> weights[i] / share).toArray(),
                error(weights, scales, asked));
    }

    private static double error(float[] weights, double[] scales, boolean[] asked) {
        double grown = sum(weights) / sum(weights, asked) - 1;
        double most = 0;
        for (int i = 0; i < weights.length; i++) {
            most += weights[i] * scales[i] * (asked[i] ? grown : 1);
        }
        return Math.tanh(most / 2);
    }

    private static double sum(float[] weights, boolean... asked) {
        return IntStream.range(0, weights.length).filter(i -> asked.length == 0 || asked[i]).mapToDouble(i -> weights[i]).sum();
    }
}
