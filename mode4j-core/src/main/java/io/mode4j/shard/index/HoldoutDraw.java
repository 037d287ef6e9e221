package io.mode4j.shard.index;

import java.io.IOException;
import java.lang.System.Logger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Draws the pairs to hold out, in the order of a hash of seed and key, among those of which nothing is under another pair: no caption, no picture of the same bytes.
 * Captions are compared by DuckDB; pictures of as many pairs at a time as are likely to be enough. Its result is the table {@code drawn}.
 */
final class HoldoutDraw {
    private static final Logger LOG = System.getLogger(HoldoutDraw.class.getName());
    private static final int MOST_AT_A_TIME = 1 << 16;

    private final AllShards all;
    private final PictureCopies copies;
    private final Map<String, Integer> shards;

    /** A pair that shares no caption, and where its picture is. */
    private record Candidate(String shard, String key, PicturePlace picture) {}

    /** {@code shards} has the number of each shard, by its name. */
    HoldoutDraw(AllShards all, PictureCopies copies, Map<String, Integer> shards) {
        this.all = all;
        this.copies = copies;
        this.shards = shards;
    }

    /**
     * Draws from so many pairs.
     *
     * @return whether there is something to hold out; where there is too little, a warning says why
     */
    boolean draw(Holdout holdout, long pairs) throws IOException {
        try {
            findSharedCaptions();
            int wanted = (int) Math.min(holdout.of(pairs), pairs - 1);
            List<Candidate> drawn = new ArrayList<>();
            long seen = 0;
            boolean more = true;
            while (more && drawn.size() < wanted) {
                int count = (int) Math.min(MOST_AT_A_TIME, 2 * Math.max(wanted, seen));
                List<Candidate> next = candidates(holdout.seed(), seen, count);
                Set<PicturePlace> single = copies.single(next.stream().map(Candidate::picture).toList());
                next.stream().filter(one -> single.contains(one.picture())).limit(wanted - drawn.size()).forEach(drawn::add);
                seen += next.size();
                more = !next.isEmpty();
            }
            if (drawn.size() < Holdout.FEWEST) {
                sayTooFew(holdout, pairs, drawn.size());
                return false;
            }
            keep(drawn);
            return true;
        } catch (SQLException e) {
            throw all.failed(e);
        }
    }

    private void findSharedCaptions() throws SQLException {
        all.statement()
                .execute(
                        """
                        CREATE OR REPLACE TEMP TABLE shared AS
                        WITH texts AS (SELECT shard, key, unnest(list_distinct(captions)) AS caption FROM %s),
                        repeated AS (SELECT caption FROM texts GROUP BY caption HAVING count(*) > 1)
                        SELECT DISTINCT shard, key FROM texts SEMI JOIN repeated USING (caption)""".formatted(all.rows()));
    }

    /** Equal hashes, those of equal keys in several shards, are put in order by what the pairs say: their captions are not shared. */
    private List<Candidate> candidates(long seed, long from, int count) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (ResultSet row = all.statement()
                .executeQuery(
                        """
                        SELECT shard, key, image_offset, image_length FROM %s ANTI JOIN shared USING (shard, key)
                        ORDER BY md5('holdout %d ' || key), key, captions LIMIT %d OFFSET %d"""
                                .formatted(all.rows(), seed, count, from))) {
            while (row.next()) {
                String shard = row.getString(1);
                candidates.add(new Candidate(shard, row.getString(2),
                        new PicturePlace(Objects.requireNonNull(shards.get(shard)), row.getLong(3), row.getInt(4))));
            }
        }
        return candidates;
    }

    private void keep(List<Candidate> drawn) throws SQLException {
        all.statement().execute("CREATE OR REPLACE TEMP TABLE drawn (rank INTEGER, shard VARCHAR, key VARCHAR)");
        try (DuckDBAppender appender = ((DuckDBConnection) all.statement().getConnection()).createAppender("temp", "main", "drawn")) {
            for (int rank = 0; rank < drawn.size(); rank++) {
                appender.beginRow();
                appender.append(rank);
                appender.append(drawn.get(rank).shard());
                appender.append(drawn.get(rank).key());
                appender.endRow();
            }
        }
    }

    private void sayTooFew(Holdout holdout, long pairs, int possible) throws SQLException {
        try (ResultSet result = all.statement().executeQuery("SELECT count(*) FROM shared")) {
            result.next();
            LOG.log(Logger.Level.WARNING,
                    """
                    --holdout %s: no pair is held out, for only %d of %,d can be, and at least %d are needed beside one to train on. A pair can be when no other pair has \
                    one of its captions (%,d share one) or its picture. What is evaluated instead, --tasks FILE names."""
                            .formatted(holdout.share(), possible, pairs, Holdout.FEWEST, result.getLong(1)));
        }
    }
}
