package io.mode4j.shard.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How tables of pictures and captions are read: Parquet, CSV, TSV. What is not given is found by looking.
 *
 * @param image the column of the pictures, or of their paths; null: found
 * @param captions the columns of the captions; none: found
 * @param separator what stands between the cells of a CSV file; null: found
 */
public record SourceOptions(@Nullable String image, List<String> captions, @Nullable Character separator) {
    private static final int ASCII = 0x7f;

    /** Checks the separator. */
    public SourceOptions {
        captions = List.copyOf(captions);
        if (separator != null && (separator > ASCII || separator == '"' || separator == '\n' || separator == '\r')) {
            throw new IllegalArgumentException("expected one character of ASCII, no quote and no line break, found '" + separator + "'");
        }
    }

    /** {@return everything is found by looking} */
    public static SourceOptions defaults() {
        return new SourceOptions(null, List.of(), null);
    }

    /** {@return the same, with a column of pictures or of their paths} */
    public SourceOptions withImage(String column) {
        return new SourceOptions(column, captions, separator);
    }

    /** {@return the same, with columns of captions} */
    public SourceOptions withCaptions(List<String> columns) {
        return new SourceOptions(image, columns, separator);
    }

    /** {@return the same, with a separator: one character, or {@code \t} or {@code tab}} */
    public SourceOptions withSeparator(String text) {
        boolean tab = text.equals("\\t") || text.equalsIgnoreCase("tab");
        if (!tab && text.length() != 1) {
            throw new IllegalArgumentException("expected one character, or \\t for a tab, found '" + text + "'");
        }
        return new SourceOptions(image, captions, tab ? '\t' : text.charAt(0));
    }
}
