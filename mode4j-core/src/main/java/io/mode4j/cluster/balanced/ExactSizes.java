package io.mode4j.cluster.balanced;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Brings the sizes within the limits, from where the points' first choices put them: chains of moves by {@link AugmentingPaths}, and lists that follow the prices where chains
 * lead nowhere or farther than lists tell.
 *
 * <p>It ends: a round is idle when it leaves no fewer points too many than any before it, and after {@value #PATIENCE} idle rounds in a row, {@link LastResort} makes the sizes right.
 */
final class ExactSizes {
    private static final int PATIENCE = 64; // twice what was ever seen to help, in thousands of random mixtures of piles
    private static final int IDLE_LISTS = 8; // after so many idle rounds lists are too short
    private static final int FEW_STUCK = 8; // points in so many are few enough for new lists
    static final double ROUNDING = 0x1p-20; // a pair's float32 cost may differ by as much with the product it comes from

    private final PricedLists lists;
    private final Candidates candidates;
    private final double[] prices; // [K + 1]
    private final Capacity capacity;
    private final PriceSearch search;
    private final Membership members;
    private final AugmentingPaths paths;
    private final FitWatcher watcher;
    private double first; // how far the next first chain may go

    ExactSizes(PricedLists lists, Capacity capacity, PriceSearch search, Membership members, FitWatcher watcher) {
        this.lists = lists;
        this.candidates = lists.candidates();
        this.prices = lists.prices();
        this.capacity = capacity;
        this.search = search;
        this.members = members;
        this.paths = new AugmentingPaths(capacity, members, prices);
        this.watcher = watcher;
    }

    /** Makes the sizes right, and tells whether that was done at the least cost for the lists. */
    boolean run() {
        double wider = 1;
        int least = Integer.MAX_VALUE;
        for (int idle = 0; idle < PATIENCE; idle++) {
            watcher.within("sizes: %,d points too many".formatted(paths.surplus()));
            if (idle > 0 && idle % IDLE_LISTS == 0) {
                lengthen();
            }
            double limit = wider * Math.max(search.reach(), ROUNDING * lists.target().spread());
            double farthest = Math.max(limit, first);
            first = 0;
            AugmentingPaths.End end = round(limit, farthest);
            if (end == AugmentingPaths.End.BALANCED) {
                return true;
            }
            wider *= end == AugmentingPaths.End.STUCK && (first <= limit || idle > 0) ? 2 : 1; // where lists tell nothing, or what they told did not help
            int surplus = paths.surplus();
            idle = surplus < least ? 0 : idle;
            least = Math.min(least, surplus);
        }
        watcher.within("sizes: made right without regard to prices");
        new LastResort(candidates, capacity, members, lists.target()).run();
        return false;
    }

    /** One run of the paths, and what follows from its end; STUCK means that lists were made anew. */
    private AugmentingPaths.End round(double limit, double farthest) {
        double[] before = prices.clone();
        AugmentingPaths.End end = paths.run(limit, farthest);
        search.moved(before);
        if (end == AugmentingPaths.End.STUCK) {
            if (lowerUnreached()) {
                return AugmentingPaths.End.FAR;
            }
            first = reachOut();
            return end;
        }
        return followLists() == 0 ? end : AugmentingPaths.End.FAR;
    }

    /** Makes centres that no chain reaches, where these are few, cheaper until about half of the points that must go there prefer them, and tells whether any did. */
    private boolean lowerUnreached() {
        int[] beyond = IntStream.range(0, capacity.clusters()).filter(paths::unreached).toArray();
        if (beyond.length == 0 || beyond.length > Candidates.COMPARED) {
            return false;
        }
        double fall = Arrays.stream(search.falls(beyond, k -> !paths.unreached(k), Math.max(1, paths.stranded() / 2))).min().orElse(0);
        if (fall == 0) {
            return false;
        }
        double[] before = prices.clone();
        paths.lowerUnreached(fall);
        search.moved(before);
        members.listsChanged(candidates.takeChanged());
        return follow(IntStream.range(0, candidates.points()).toArray()) > 0;
    }

    /**
     * Makes new lists for the points that are stuck; longer ones where their lists do not lead on at any price.
     *
     * @return how far the next path may go for all that these lists tell
     */
    private double reachOut() {
        boolean leads = paths.limited();
        int[] stuck = IntStream.range(0, candidates.points())
                .filter(i -> candidates.bound(i) < Float.POSITIVE_INFINITY && reached(i))
                .toArray();
        if (!leads && stuck.length == 0) {
            throw new IllegalStateException("no room is left for " + capacity);
        }
        if (!leads || stuck.length < candidates.points() / FEW_STUCK) {
            candidates.renew(prices, stuck, !leads);
        }
        followLists();
        return depth(stuck);
    }

    /** Makes the lists of the points of centres that have too many twice as long: thousands that are nearly alike go from centre to centre where these are too short. */
    private void lengthen() {
        int[] crowded = IntStream.range(0, candidates.points())
                .filter(i -> candidates.bound(i) < Float.POSITIVE_INFINITY && members.size(members.owner(i)) > capacity.hi())
                .toArray();
        candidates.renew(prices, crowded, true);
        followLists();
    }

    private boolean reached(int point) {
        for (int portion = point; portion >= 0; portion = members.next(portion)) {
            if (!paths.unreached(members.owner(portion))) {
                return true;
            }
        }
        return false;
    }

    /** How far the prices of these points' centres may rise until a quarter of them may prefer a centre that they do not list. */
    private double depth(int[] chosen) {
        double[] depths = Arrays.stream(chosen)
                .mapToDouble(i -> candidates.bound(i) - (members.ownCost(i) + prices[members.owner(i)]))
                .sorted()
                .toArray();
        return depths.length == 0 ? 0 : depths[depths.length / 4];
    }

    /** Sends the points that prefer another centre, now that their lists changed, there, and tells how many these are. */
    int followLists() {
        int[] changed = candidates.takeChanged();
        members.listsChanged(changed);
        return follow(changed);
    }

    private int follow(int[] chosen) {
        Choice choice = new Choice();
        int moved = 0;
        for (int i : chosen) {
            choice.of(candidates, prices, i);
            for (int portion = i; portion >= 0;) {
                int next = members.next(portion);
                double own = members.ownCost(portion) + prices[members.owner(portion)];
                if (choice.first != members.owner(portion) && choice.firstValue < own - ROUNDING * Math.max(1, Math.abs(own))) {
                    members.move(portion, choice.first, choice.firstCost, members.copies(portion));
                    moved++;
                }
                portion = next;
            }
        }
        return moved;
    }
}
