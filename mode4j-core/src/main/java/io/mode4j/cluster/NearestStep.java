package io.mode4j.cluster;

import java.util.Optional;

/** The assignment of a plain fit: every point to its nearest centre, and no centre without points. */
final class NearestStep implements Lloyd.Step {
    private final Points points;
    private final KMeansOptions options;
    private final int[] owners; // [N]
    private final float[] distances; // [N]

    NearestStep(Points points, KMeansOptions options) {
        this.points = points;
        this.options = options;
        this.owners = new int[points.size()];
        this.distances = new float[points.size()];
    }

    @Override
    public Lloyd.Assigned assign(Centers centers) {
        Centers current = centers;
        nearest(current);
        for (int empty = emptyCenters(current.count()); empty > 0; empty = emptyCenters(current.count())) {
            current = fill(current);
            nearest(current);
        }
        return new Lloyd.Assigned(current, owners, Optional.empty());
    }

    private void nearest(Centers centers) {
        ShiftedCenters shifted = new ShiftedCenters(centers, options.distance());
        new Workers(options.threads()).forEach(Math.ceilDiv(owners.length, PointBlock.SIZE), () -> {
            NearestCenters search = new NearestCenters(shifted);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, owners.length - from);
                int[] found = search.find(points, from, size);
                for (int p = 0; p < size; p++) {
                    owners[from + p] = found[p];
                    distances[from + p] = (float) search.distance(p, found[p]);
                }
            };
        });
    }

    private int emptyCenters(int count) {
        boolean[] used = used(count);
        int empty = 0;
        for (boolean any : used) {
            empty += any ? 0 : 1;
        }
        return empty;
    }

    private boolean[] used(int count) {
        boolean[] used = new boolean[count];
        for (int owner : owners) {
            used[owner] = true;
        }
        return used;
    }

    /** Moves each centre without points to the farthest point not yet taken by another. */
    private Centers fill(Centers centers) {
        boolean[] used = used(centers.count());
        float[] values = centers.values().clone();
        float[] row = new float[centers.dim()];
        for (int k = 0; k < used.length; k++) {
            if (!used[k]) {
                int farthest = farthest();
                if (distances[farthest] <= 1e-6f) {
                    throw new IllegalArgumentException(centers.count()
                            + " clusters were asked for, but the points have fewer distinct values; ask for fewer clusters");
                }
                points.read(farthest, 1, row);
                System.arraycopy(row, 0, values, k * row.length, row.length);
                distances[farthest] = 0;
            }
        }
        return new Centers(centers.count(), centers.dim(), values).comparable(options.distance());
    }

    private int farthest() {
        int best = 0;
        for (int i = 1; i < distances.length; i++) {
            best = distances[i] > distances[best] ? i : best;
        }
        return best;
    }
}
