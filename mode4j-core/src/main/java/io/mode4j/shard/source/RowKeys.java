package io.mode4j.shard.source;

import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.MemberName;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys of a table's rows: unlike members of a tar, rows of one key are samples of their own, as where a picture has a row for each of its captions. Not safe for use by several threads. */
final class RowKeys {
    private final Set<String> used = new HashSet<>();

    /** {@return the present row's key: what names it, or the path of its picture up to where keys end, or its number; with its number behind where an earlier row of the shard has that} */
    String of(TableRows row, KeyEnd keyEnd) {
        String path = row.path();
        MemberName name = path == null ? null : keyEnd.split(path);
        return of(row.key() != null ? row.key() : name == null ? path : name.key(), row.number());
    }

    private String of(@Nullable String key, long number) {
        String wanted = key == null || key.isBlank() ? "%09d".formatted(number) : key;
        String free = wanted;
        while (!used.add(free)) {
            free += "-" + number;
        }
        return free;
    }
}
