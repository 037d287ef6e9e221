package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.work.Workers;
import java.util.Arrays;

/** Makes one centre of those that are equal: points that are alike would all go to the first of them, and the others stay empty. Stateless. */
public final class EqualCenters {
    private EqualCenters() {}

    /** The fit with distinct centres, in their order; the same fit when they are. */
    public static Fit merged(Fit fit) {
        Centers centers = fit.centers();
        Piles piles = Piles.of(Points.of(centers.values(), centers.dim()), Distance.EUCLIDEAN, new Workers(1));
        int count = piles.count();
        if (count == centers.count()) {
            return fit;
        }
        float[] values = new float[count * centers.dim()];
        piles.distinct().read(0, count, values);
        long[] sizes = new long[count];
        double[] distances = new double[count];
        for (int k = 0; k < centers.count(); k++) {
            sizes[piles.pileOf(k)] += fit.sizes()[k];
            distances[piles.pileOf(k)] += fit.sizes()[k] * (double) fit.meanDistances()[k];
        }
        float[] means = new float[count];
        for (int k = 0; k < count; k++) {
            means[k] = sizes[k] == 0 ? 0 : (float) (distances[k] / sizes[k]);
        }
        return new Fit(new Centers(count, centers.dim(), values), Arrays.stream(fit.assignment()).map(piles::pileOf).toArray(), sizes,
                means,
                fit.objective(), fit.certificate(), fit.objectives());
    }
}
