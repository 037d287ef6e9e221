package io.mode4j.shard.index;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How often captions are repeated, the first ones of the pairs, which are clustered unless another is chosen.
 *
 * @param distinct how many there are, equal ones counted once
 * @param mostFrequent the one that most pairs have
 * @param pairs how many pairs have it
 */
record CaptionCounts(long distinct, String mostFrequent, long pairs) {
    private static final double OFTEN = 0.01;

    /** Counts the captions of all shards. */
    static CaptionCounts in(AllShards all) throws IOException {
        try {
            all.statement()
                    .execute("CREATE OR REPLACE TEMP TABLE captions AS SELECT captions[1] AS caption, count(*) AS pairs FROM %s GROUP BY 1"
                            .formatted(all.rows()));
            try (ResultSet most = all.statement()
                    .executeQuery(
                            "SELECT caption, pairs, (SELECT count(*) FROM captions) FROM captions ORDER BY pairs DESC, caption LIMIT 1")) {
                most.next();
                return new CaptionCounts(most.getLong(3), most.getString(1), most.getLong(2));
            }
        } catch (SQLException e) {
            throw all.failed(e);
        }
    }

    /** {@return whether more than a hundredth of so many pairs have one caption in common} */
    boolean oneIsFrequent(long allPairs) {
        return pairs > 1 && pairs > OFTEN * allPairs;
    }
}
