package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.work.Workers;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The cheapest moves that are kept up to date, against a search over all points after each change. */
class MovesTest {
    private static final int DIM = 4;
    private static final int CLUSTERS = 80;

    @Seeds(30)
    void areTheCheapestWhateverHappened(Draws draws) {
        int count = draws.between(80, 1500);
        boolean ties = draws.flip();
        long seed = draws.anyLong();
        float[] values = ties ? TestPoints.grid(count, DIM, 3, seed) : TestPoints.gaussian(count, DIM, seed);
        float[] centers = TestPoints.gaussian(CLUSTERS, DIM, seed + 1);
        ShiftedCenters target = new ShiftedCenters(new Centers(CLUSTERS, DIM, centers), Distance.EUCLIDEAN);
        Candidates lists = new Candidates(Piles.of(Points.of(values, DIM), Distance.EUCLIDEAN, new Workers(1)), target, new Workers(1));
        lists.build(target, new double[CLUSTERS + 1]);
        lists.takeChanged();
        Membership members = new Membership(lists, CLUSTERS);
        for (int i = 0; i < lists.points(); i++) {
            members.give(i, lists.center(lists.from(i)), lists.cost(lists.from(i)));
        }
        RandomGenerator random = RandomStream.of(seed, "changes");
        for (int round = 0; round < 60; round++) {
            change(lists, members, random);
            int from = random.nextInt(CLUSTERS);
            check(lists, members, from);
            check(lists, members, members.owner(random.nextInt(lists.points())));
        }
        countEveryCopyOnce(lists, members);
    }

    /** A portion goes along the cheapest move, or to any candidate, whole or in part, or some points get lists for other prices. */
    private static void change(Candidates lists, Membership members, RandomGenerator random) {
        int point = random.nextInt(lists.points());
        int to = lists.center(lists.from(point) + random.nextInt(Candidates.LENGTH));
        int from = members.owner(point);
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                boolean along = members.movesFrom(from).difference(from, to) < Double.POSITIVE_INFINITY;
                int portion = along ? members.movesFrom(from).portion(from, to) : point;
                if (members.owner(portion) != to) {
                    members.move(portion, to, 1 + random.nextInt(members.copies(portion)));
                }
            }
            case 2 -> {
                if (from != to) {
                    members.move(point, to, members.copies(point));
                }
            }
            default -> {
                double[] prices = random.doubles(CLUSTERS + 1L).map(p -> 4 * p).toArray();
                lists.renew(prices, random.ints(0, lists.points()).distinct().limit(20).toArray(), false);
                members.listsChanged(lists.takeChanged());
            }
        }
    }

    private static void countEveryCopyOnce(Candidates lists, Membership members) {
        int[] sizes = new int[CLUSTERS];
        int[] copies = new int[lists.points()];
        for (int k = 0; k < CLUSTERS; k++) {
            for (int m = 0; m < members.held(k); m++) {
                int portion = members.members(k)[m];
                assertThat(members.owner(portion)).isEqualTo(k);
                sizes[k] += members.copies(portion);
                copies[members.point(portion)] += members.copies(portion);
            }
            assertThat(members.size(k)).isEqualTo(sizes[k]);
        }
        for (int i = 0; i < copies.length; i++) {
            assertThat(copies[i]).isEqualTo(lists.piles().copies(i));
        }
        int[] ofOwners = new int[CLUSTERS];
        for (int owner : members.owners()) {
            ofOwners[owner]++;
        }
        assertThat(ofOwners).containsExactly(sizes);
    }

    private static void check(Candidates lists, Membership members, int from) {
        Moves moves = members.movesFrom(from);
        for (int to = 0; to < CLUSTERS; to++) {
            int center = to;
            double least = IntStream.range(0, members.held(from))
                    .map(m -> members.members(from)[m])
                    .mapToDouble(portion -> difference(lists, members, portion, center))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            if (to != from) {
                assertThat(moves.difference(from, to)).isEqualTo(least);
            }
            if (to != from && least < Double.POSITIVE_INFINITY) {
                assertThat(members.owner(moves.portion(from, to))).isEqualTo(from);
                assertThat(difference(lists, members, moves.portion(from, to), to)).isEqualTo(least);
            }
        }
    }

    private static double difference(Candidates lists, Membership members, int portion, int center) {
        int point = members.point(portion);
        return IntStream.range(lists.from(point), lists.to(point))
                .filter(e -> lists.center(e) == center)
                .mapToDouble(e -> (double) lists.cost(e) - members.ownCost(portion))
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
