package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Points;
import io.mode4j.work.Workers;
import java.util.stream.IntStream;

/** What all points choose among their candidates at the prices of the moment, and what that proves. */
final class Choices {
    private static final int CHUNK = 16_384;

    private final Candidates candidates;
    private final double[] prices; // [K + 1], as they are at each call
    private final Workers workers;

    Choices(Candidates candidates, double[] prices, Workers workers) {
        this.candidates = candidates;
        this.prices = prices;
        this.workers = workers;
    }

    /** What to do with a point's choice; called by several threads, each for points of its own. */
    interface PointWork {
        void at(int point, Choice choice);
    }

    void forEach(PointWork work) {
        int points = candidates.points();
        workers.forEach(Math.ceilDiv(points, CHUNK), () -> {
            Choice choice = new Choice();
            return piece -> {
                int end = Math.min(points, (piece + 1) * CHUNK);
                for (int i = piece * CHUNK; i < end; i++) {
                    choice.of(candidates, prices, i);
                    work.at(i, choice);
                }
            };
        });
    }

    /** Points that a centre outside their list might serve better, for all that their list's bound tells. */
    int[] open() {
        if (candidates.complete()) {
            return new int[0];
        }
        boolean[] open = new boolean[candidates.points()];
        forEach((point, choice) -> open[point] = choice.firstValue > candidates.bound(point));
        return IntStream.range(0, open.length).filter(i -> open[i]).toArray();
    }

    /** A lower bound of what any assignment within the capacity costs, see docs/clustering.md. */
    double lowerBound(Capacity capacity) {
        double[] least = new double[candidates.points()];
        forEach((point, choice) -> least[point] = candidates.piles().copies(point) * Math.min(choice.firstValue, candidates.bound(point)));
        double bound = -capacity.dearest(prices);
        for (double value : least) { // in the points' order, whatever the threads
            bound += value;
        }
        return bound;
    }
}
