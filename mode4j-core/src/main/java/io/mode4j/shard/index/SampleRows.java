package io.mode4j.shard.index;

import io.mode4j.shard.Sample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** Samples as rows of the parquet files. Stateless. */
final class SampleRows {
    /** A sample's columns, in the order that {@link #sample} expects. */
    static final String COLUMNS = "key, captions, image_offset, image_length, media_type";

    private SampleRows() {}

    /** {@return the sample of the present row, whose {@link #COLUMNS} come first} */
    static Sample sample(ResultSet row) throws SQLException {
        Object[] captions = (Object[]) row.getArray(2).getArray();
        return new Sample(row.getString(1), Arrays.stream(captions).map(String::valueOf).toList(), row.getLong(3), row.getInt(4),
                row.getString(5));
    }
}
