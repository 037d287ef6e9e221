package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the sizes right without regard to prices, where the search for the cheapest chains of moves got nowhere: points go straight from centres that have too many to centres that have too
 * few, those first whose costs rise least. Each pass fills a centre or empties the surplus of one, so that there are no more passes than centres.
 */
final class LastResort {
    private final Candidates candidates;
    private final Capacity capacity;
    private final Membership members;
    private final ShiftedCenters target;

    LastResort(Candidates candidates, Capacity capacity, Membership members, ShiftedCenters target) {
        this.candidates = candidates;
        this.capacity = capacity;
        this.members = members;
        this.target = target;
    }

    /** A portion that may go to a centre. */
    private record Offer(int portion, int center, float cost, double rise) {}

    void run() {
        int[] wanted = wanted();
        for (int from = 0; from < wanted.length; from++) {
            while (members.size(from) > wanted[from]) {
                send(from, members.size(from) - wanted[from], wanted);
            }
        }
    }

    /** The sizes nearest to those that are, within the limits. */
    private int[] wanted() {
        int[] wanted = new int[capacity.clusters()];
        Arrays.setAll(wanted, k -> Math.clamp(members.size(k), capacity.lo(), capacity.hi()));
        int left = capacity.points() - Arrays.stream(wanted).sum();
        for (int k = 0; left != 0; k++) {
            int change = Math.clamp(left, capacity.lo() - wanted[k], capacity.hi() - wanted[k]);
            wanted[k] += change;
            left -= change;
        }
        return wanted;
    }

    private void send(int from, int surplus, int[] wanted) {
        int[] open = IntStream.range(0, wanted.length).filter(k -> members.size(k) < wanted[k]).toArray();
        int left = surplus;
        for (Offer offer : offers(from, open)) {
            int amount = Math.min(Math.min(left, members.copies(offer.portion)), wanted[offer.center] - members.size(offer.center));
            if (amount > 0) {
                members.move(offer.portion, offer.center, offer.cost, amount);
                left -= amount;
            }
        }
    }

    /** The cheapest of these centres for each portion, those first that cost least more than where they are. */
    private List<Offer> offers(int from, int[] open) {
        int[] portions = Arrays.copyOf(members.members(from), members.held(from));
        Points points = candidates.piles().distinct().select(Arrays.stream(portions).map(members::point).toArray());
        FewCenters costs = new FewCenters(target.select(open));
        List<Offer> offers = new ArrayList<>();
        for (int start = 0; start < portions.length; start += PointBlock.SIZE) {
            int size = Math.min(PointBlock.SIZE, portions.length - start);
            costs.load(points, start, size);
            for (int p = 0; p < size; p++) {
                offers.add(offer(portions[start + p], p, costs, open));
            }
        }
        offers.sort(Comparator.comparingDouble(Offer::rise));
        return offers;
    }

    private Offer offer(int portion, int p, FewCenters costs, int[] open) {
        int best = 0;
        for (int f = 1; f < open.length; f++) {
            best = costs.cost(f, p) < costs.cost(best, p) ? f : best;
        }
        return new Offer(portion, open[best], costs.cost(best, p), (double) costs.cost(best, p) - members.ownCost(portion));
    }
}
