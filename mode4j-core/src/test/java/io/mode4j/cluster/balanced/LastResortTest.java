package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.work.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LastResortTest {
    @Test
    void theLastResortMakesAnySizesRight() {
        float[] values = TestPoints.piles(1000, 6, new int[]{300, 100}, 8);
        ShiftedCenters centers = new ShiftedCenters(new Centers(70, 6, TestPoints.gaussian(70, 6, 9)), Distance.EUCLIDEAN);
        Candidates lists = new Candidates(Piles.of(Points.of(values, 6), Distance.EUCLIDEAN, new Workers(1)), centers, new Workers(1));
        lists.build(centers, new double[71]);
        lists.takeChanged();
        Membership members = new Membership(lists, 70);
        for (int i = 0; i < lists.points(); i++) {
            members.give(i, lists.center(lists.from(i)), lists.cost(lists.from(i)));
        }
        Capacity capacity = Capacity.of(1000, 70, 0);
        new LastResort(lists, capacity, members, centers).run();
        int[] sizes = new int[70];
        double cost = 0;
        int[] owners = members.owners();
        for (int i = 0; i < owners.length; i++) {
            sizes[owners[i]]++;
            cost += TestPoints.squared(values, i, centers.comparable().values(), owners[i], 6);
        }
        assertThat(Arrays.stream(sizes).boxed()).allMatch(size -> size == 14 || size == 15);
        assertThat(members.cost()).isCloseTo(cost, within(1e-4 * cost));
    }
}
