package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.linalg.OneDnn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Centres, and the ways to rule most of them out, the fastest first; each is slower than the one before and leaves fewer centres in question.
 * Immutable; shared by the workers.
 */
public final class FilteredCenters {
    private static final int ROWS_A_CENTER = 16; // axes pay for so many points
    private static final int TIMES = 4; // and where centres and dimensions are so many times as many as axes

    private final ShiftedCenters centers;
    private final List<RoundedCenters> filters = new ArrayList<>();

    /** For a search over {@code points} points. */
    public FilteredCenters(ShiftedCenters centers, long points) {
        this(centers, OneDnn.fast(), points >= (long) ROWS_A_CENTER * centers.count()
                && Math.min(centers.count(), centers.dim()) >= TIMES * CenterAxes.COUNT);
    }

    /** {@code rounded} asks for products of bytes, {@code onAxes} for those on axes too. */
    public FilteredCenters(ShiftedCenters centers, boolean rounded, boolean onAxes) {
        this.centers = centers;
        if (rounded && onAxes) {
            filters.add(RoundedCenters.onAxes(centers));
        }
        if (rounded) {
            filters.add(RoundedCenters.whole(centers));
        }
    }

    public ShiftedCenters centers() {
        return centers;
    }

    /** A tile of each kind for one worker, the last in float32. */
    Deque<DistanceTile> tiles(PointBlock block) {
        Deque<DistanceTile> tiles = new ArrayDeque<>();
        filters.forEach(filter -> tiles.add(new RoundedTile(filter)));
        tiles.add(new FloatTile(centers, block));
        return tiles;
    }
}
