package io.mode4j.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sizes of all clusters over all files. */
final class AssignmentSummary {
    /** How many pairs each coarse cluster has. */
    static final String COARSE_SIZES = "coarse_sizes";
    /** How many pairs each fine cluster has. */
    static final String FINE_SIZES = "fine_sizes";

    private final Clusters clusters;
    private final long[] fine;
    private long rows;
    private double distance;

    AssignmentSummary(Clusters clusters) {
        this.clusters = clusters;
        this.fine = new long[clusters.fine().count()];
    }

    void add(AssignedRows part) {
        rows += part.rows();
        distance += part.distance();
        for (int k = 0; k < fine.length; k++) {
            fine[k] += part.sizes()[k];
        }
    }

    Map<String, Object> facts() {
        long[] coarse = new long[clusters.experts()];
        for (int k = 0; k < fine.length; k++) {
            coarse[clusters.fineToCoarse()[k]] += fine[k];
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("rows", rows);
        facts.put("mean_distance", rows == 0 ? 0.0 : distance / rows);
        facts.put(COARSE_SIZES, coarse);
        facts.put(FINE_SIZES, fine);
        return facts;
    }
}
