package io.mode4j.shard.index;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Keys that WebDataset reads as they are, different ones of different keys: it ends a key at the first dot of its last part, and programs that unpack tars refuse names that lead upwards. Stateless.
 */
final class PackedKeys {
    private static final String UP = "..";

    private PackedKeys() {}

    /**
     * {@return a key for a tar}
     *
     * @param folder what to put before it, with a slash behind, where several shards have the same keys; else nothing
     */
    static String of(String folder, String key) {
        int last = key.lastIndexOf('/') + 1;
        String above = Arrays.stream(key.substring(0, last).split("/", -1))
                .map(part -> part.equals(UP) || part.equals(".") ? plain(part) : part)
                .collect(Collectors.joining("/"));
        String whole = above + plain(key.substring(last));
        return folder + (whole.startsWith("/") ? "%2F" + whole.substring(1) : whole);
    }

    private static String plain(String part) {
        return part.replace("%", "%25").replace(".", "%2E");
    }
}
