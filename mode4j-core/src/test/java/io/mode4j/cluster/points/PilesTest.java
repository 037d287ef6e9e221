package io.mode4j.cluster.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.RandomStream;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.work.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which points are equal, and how many copies there are. */
class PilesTest {
    private static Piles of(float[] values, int dim, Distance distance) {
        return Piles.of(Points.of(values, dim), distance, new Workers(2));
    }

    @Test
    void equalRowsAreOnePointWithCopies() {
        Piles piles = of(new float[]{1, 2, 3, 4, 1, 2, 0f, 5, -0f, 5, 1, 2}, 2, Distance.EUCLIDEAN);
        assertThat(piles.rows()).isEqualTo(6);
        assertThat(piles.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 6).map(piles::pileOf)).containsExactly(0, 1, 0, 2, 2, 0);
        assertThat(IntStream.range(0, 3).map(piles::copies)).containsExactly(3, 1, 2);
        assertThat(piles.largest()).isEqualTo(3);
        float[] distinct = new float[6];
        piles.distinct().read(0, 3, distinct);
        assertThat(distinct).containsExactly(1, 2, 3, 4, 0, 5);
    }

    @Test
    void underCosineTheDirectionCounts() {
        float[] values = {1, 0, 4, 0, 0, 2, 0, 0, 0, 8};
        assertThat(of(values, 2, Distance.EUCLIDEAN).count()).isEqualTo(5);
        Piles piles = of(values, 2, Distance.COSINE);
        assertThat(IntStream.range(0, 5).map(piles::pileOf)).containsExactly(0, 0, 1, 2, 1);
    }

    @Test
    void noMoreThanSoManyCopiesTheFirstOnesStay() {
        Piles piles = of(new float[]{7, 7, 8, 7, 8, 7, 9}, 1, Distance.EUCLIDEAN);
        assertThat(piles.rowsWithin(2)).containsExactly(0, 1, 2, 4, 6);
        assertThat(piles.rowsWithin(1)).containsExactly(0, 2, 6);
        assertThat(piles.rowsWithin(4)).hasSize(7);
    }

    @Test
    void aPointThatIsNoNumberIsNamed() {
        assertThatThrownBy(() -> of(new float[]{1, 1, Float.NaN, 1}, 2, Distance.EUCLIDEAN)).hasMessageContaining("point 1 ");
        assertThatThrownBy(() -> of(new float[]{1, 1, 1, 1, 3e38f, 3e38f}, 2, Distance.EUCLIDEAN)).hasMessageContaining("point 2 ");
    }

    @Seeds(60)
    void asALookAtAllPairsFinds(Draws draws) {
        int count = draws.between(1, 1300);
        int steps = draws.between(1, 5);
        long seed = draws.anyLong();
        float[] values = TestPoints.grid(count, 3, steps, seed);
        Piles piles = of(values, 3, Distance.EUCLIDEAN);
        check(piles, values, IntStream.range(0, count).toArray());
        int[] some = Sampling.choose(count, (count + 1) / 2, RandomStream.of(seed, "some"));
        check(piles.select(some), values, some);
    }

    private static void check(Piles piles, float[] values, int[] rows) {
        List<List<Float>> distinct = new ArrayList<>();
        int[] copies = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            List<Float> row = List.of(values[3 * rows[i]], values[3 * rows[i] + 1], values[3 * rows[i] + 2]);
            if (!distinct.contains(row)) {
                distinct.add(row);
            }
            assertThat(piles.pileOf(i)).isEqualTo(distinct.indexOf(row));
            copies[piles.pileOf(i)]++;
        }
        assertThat(piles.count()).isEqualTo(distinct.size());
        assertThat(IntStream.range(0, piles.count()).map(piles::copies).toArray()).containsExactly(Arrays.copyOf(copies, distinct.size()));
        float[] read = new float[3 * piles.count()];
        piles.distinct().read(0, piles.count(), read);
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i]).isEqualTo(distinct.get(i / 3).get(i % 3));
        }
    }
}
