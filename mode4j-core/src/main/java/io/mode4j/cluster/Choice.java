package io.mode4j.cluster;

/** A point's first and second choice among its candidates at given prices; ties go to the entry listed first. Reused from point to point. */
final class Choice {
    int first;
    int second;
    float firstCost;
    double firstValue;
    double secondValue;

    void of(Candidates candidates, double[] prices, int point) {
        firstValue = Double.POSITIVE_INFINITY;
        secondValue = Double.POSITIVE_INFINITY;
        int end = candidates.to(point);
        for (int e = candidates.from(point); e < end; e++) {
            double value = candidates.cost(e) + prices[candidates.center(e)];
            if (value < firstValue) {
                secondValue = firstValue;
                second = first;
                firstValue = value;
                first = candidates.center(e);
                firstCost = candidates.cost(e);
            } else if (value < secondValue) {
                secondValue = value;
                second = candidates.center(e);
            }
        }
    }

    double margin() {
        return secondValue - firstValue;
    }
}
