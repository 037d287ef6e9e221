package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Points;
import io.mode4j.work.Interrupts;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes the sizes right at the least cost: successive shortest augmenting paths on a graph of the K centres.
 *
 * <p>Every point starts at its first choice, which is optimal for the sizes that result. While a centre holds too many points, Dijkstra's
 * algorithm finds the cheapest chain of moves (a point from centre a to b, another from b to c, …) that ends at a centre with room, in reduced costs
 * {@code cost(i,b) + price(b) - cost(i,a) - price(a) >= 0}; the chain is carried out and the prices of the centres settled before the
 * end rise, which keeps all reduced costs non-negative: the assignment stays optimal for its sizes, and is optimal when the sizes are right.
 *
 * <p>Node K stands for the places beyond {@link Capacity#lo} that centres compete for when N is not a multiple of K, or with slack: {@code extra[k]}
 * of them are held by centre k, its price is what such a place costs. Runs on one thread.
 */
final class AugmentingPaths {
    private final Capacity capacity;
    private final Membership members;
    private final double[] prices; // [K + 1]
    private final int[] extra; // [K]
    private int extras;
    private final double[] distance; // [K + 1]
    private final boolean[] settled; // [K + 1]
    private final int[] parent; // [K + 1]

    AugmentingPaths(Capacity capacity, Membership members, double[] prices) {
        this.capacity = capacity;
        this.members = members;
        this.prices = prices;
        this.extra = new int[capacity.clusters()];
        this.distance = new double[capacity.clusters() + 1];
        this.settled = new boolean[capacity.clusters() + 1];
        this.parent = new int[capacity.clusters() + 1];
        prices[capacity.clusters()] = 0;
        shareExtras();
    }

    /** Gives out the extra places so that they agree with the prices. */
    private void shareExtras() {
        int pool = capacity.clusters();
        Arrays.fill(extra, 0);
        if (capacity.strict()) {
            Integer[] order = new Integer[pool];
            Arrays.setAll(order, k -> k);
            Arrays.sort(order, (a, b) -> Double.compare(prices[b], prices[a]));
            for (int r = 0; r < capacity.rest(); r++) {
                extra[order[r]] = 1;
            }
            prices[pool] = prices[order[Math.max(0, capacity.rest() - 1)]];
        } else {
            for (int k = 0; k < pool; k++) {
                int wanted = Math.clamp(members.size(k) - capacity.lo(), 0, capacity.width());
                extra[k] = prices[k] > prices[pool] ? capacity.width() : prices[k] < prices[pool] ? 0 : wanted;
            }
        }
        extras = Arrays.stream(extra).sum();
    }

    /** After {@link #run} got stuck: whether no chain leads to this centre from one that holds too many points. */
    boolean unreached(int center) {
        return !settled[center];
    }

    /** After {@link #run} got stuck: whether there is a chain to more centres, but at a price beyond the limit. */
    boolean limited() {
        return IntStream.range(0, settled.length).anyMatch(node -> !settled[node] && distance[node] < Double.POSITIVE_INFINITY);
    }

    /** After {@link #run} got stuck: how many points must go to centres that no chain leads to. */
    int stranded() {
        return IntStream.range(0, settled.length).filter(node -> settled[node]).map(this::excess).sum();
    }

    /** Makes all centres that no chain leads to cheaper alike. Points that now prefer one must then go there. */
    void lowerUnreached(double fall) {
        for (int node = 0; node < settled.length; node++) {
            prices[node] -= settled[node] ? 0 : fall;
        }
        shareExtras();
    }

    /** How {@link #run} ended. */
    enum End {
        /** All sizes are right. */
        BALANCED,
        /** Prices rose so far that candidates may have to change first. */
        FAR,
        /** The candidates of the points reach no room, or only at a price beyond what they can tell. */
        STUCK
    }

    /**
     * Makes sizes right.
     *
     * @param limit how far prices may rise until the lists of candidates no longer tell
     * @param first how far the first chain may go
     */
    End run(double limit, double first) {
        double[] before = prices.clone();
        double farthest = first;
        for (int node = 0; node <= capacity.clusters(); node++) {
            while (excess(node) > 0) { // each chain takes at least one away
                Interrupts.check();
                int end = search(node, farthest);
                if (end < 0) {
                    return End.STUCK;
                }
                raisePrices(end);
                carryOut(node, end);
                if (prices[node] - before[node] > limit) { // no price rises more than that of the source
                    return End.FAR;
                }
                farthest = limit;
            }
        }
        return End.BALANCED;
    }

    /** How many points and places are where they are too many. */
    int surplus() {
        return IntStream.range(0, settled.length).map(this::excess).filter(excess -> excess > 0).sum();
    }

    private int excess(int node) {
        return node == capacity.clusters() ? extras - capacity.rest() : members.size(node) - capacity.lo() - extra[node];
    }

    private int search(int source, double limit) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(settled, false);
        distance[source] = 0;
        for (int node = source; node >= 0; node = closest(limit)) {
            if (excess(node) < 0) {
                return node;
            }
            settled[node] = true;
            if (node == capacity.clusters()) {
                leavePool(node);
            } else {
                leaveCenter(node);
            }
        }
        return -1;
    }

    private int closest(double limit) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int node = 0; node < distance.length; node++) {
            if (distance[node] < least && !settled[node]) {
                least = distance[node];
                best = node;
            }
        }
        return least > limit ? -1 : best;
    }

    private void leaveCenter(int center) {
        Moves moves = members.movesFrom(center);
        int pool = capacity.clusters();
        double base = distance[center] - prices[center];
        for (int to = 0; to < pool; to++) {
            reach(center, to, base + moves.difference(center, to) + prices[to]);
        }
        if (extra[center] < capacity.width()) {
            reach(center, pool, base + prices[pool]);
        }
    }

    private void leavePool(int pool) {
        for (int to = 0; to < pool; to++) {
            if (extra[to] > 0) {
                reach(pool, to, distance[pool] - prices[pool] + prices[to]);
            }
        }
    }

    private void reach(int from, int to, double length) {
        if (length < distance[to] && !settled[to]) {
            distance[to] = Math.max(length, distance[from]); // a reduced cost below zero is rounding
            parent[to] = from;
        }
    }

    private void raisePrices(int end) {
        for (int node = 0; node < settled.length; node++) {
            if (settled[node]) {
                prices[node] += distance[end] - distance[node];
            }
        }
    }

    private void carryOut(int source, int end) {
        int pool = capacity.clusters();
        int amount = amount(source, end);
        for (int node = end; node != source; node = parent[node]) {
            int from = parent[node];
            if (from == pool) {
                extra[node] -= amount;
                extras -= amount;
            } else if (node == pool) {
                extra[from] += amount;
                extras += amount;
            } else {
                members.move(members.movesFrom(from).portion(from, node), node, amount);
            }
        }
    }

    /** How many copies the chain can take: as many as are too many at its source, as have room at its end, and as each move has. */
    private int amount(int source, int end) {
        int pool = capacity.clusters();
        int amount = Math.min(excess(source), -excess(end));
        for (int node = end; node != source; node = parent[node]) {
            int from = parent[node];
            if (from == pool) {
                amount = Math.min(amount, extra[node]);
            } else if (node == pool) {
                amount = Math.min(amount, capacity.width() - extra[from]);
            } else {
                amount = Math.min(amount, members.copies(members.movesFrom(from).portion(from, node)));
            }
        }
        return amount;
    }
}
