package io.mode4j.mixture;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.ensemble.Experts;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The fine centre nearest to a label: what of the training data it is most like.
 *
 * @param label    the label
 * @param expert   name of the expert that the centre belongs to
 * @param place    of the centre among the expert's
 * @param center   the centre, as texts are compared with it
 * @param distance to it
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
public record NearestCenter(String label, String expert, int place, float[] center, double distance) {

    /** The nearest of all experts' centres; of equals, the first. */
    static NearestCenter of(String label, float[] text, Experts experts) {
        NearestCenter nearest = new NearestCenter(label, "", 0, text, Double.POSITIVE_INFINITY);
        for (Map.Entry<String, ExpertClusters> expert : experts.byName().entrySet()) {
            Centers fine = expert.getValue().fine();
            Centers.Nearest found = fine.nearest(text, expert.getValue().distance());
            if (found.distance() < nearest.distance) {
                nearest = new NearestCenter(label, expert.getKey(), found.center(), fine.row(found.center()), found.distance());
            }
        }
        return nearest;
    }

    /** The centre's number among the fine centres of a run, if it is one of them; an expert from elsewhere has its own. */
    public OptionalInt number(Clusters clusters) {
        return IntStream.range(0, clusters.fine().count()).filter(k -> Arrays.equals(clusters.fine().row(k), center)).findFirst();
    }
}
