package io.mode4j.cluster.balanced;

/** A point's first and second choice among its candidates at given prices; ties go to the entry listed first. Reused from point to point. */
final class Choice {
    int first;
    int second;
    float firstCost;
    double firstValue;
    double secondValue;

    void of(Candidates candidates, double[] prices, int point) {
        int best = -1;
        int other = -1;
        double least = Double.POSITIVE_INFINITY;
        double next = Double.POSITIVE_INFINITY;
        int end = candidates.to(point);
        for (int e = candidates.from(point); e < end; e++) {
            double value = candidates.cost(e) + prices[candidates.center(e)];
            if (value < least) {
                next = least;
                other = best;
                least = value;
                best = e;
            } else if (value < next) {
                next = value;
                other = e;
            }
        }
        firstValue = least;
        secondValue = next;
        first = candidates.center(best);
        firstCost = candidates.cost(best);
        second = other < 0 ? first : candidates.center(other);
    }

    double margin() {
        return secondValue - firstValue;
    }
}
