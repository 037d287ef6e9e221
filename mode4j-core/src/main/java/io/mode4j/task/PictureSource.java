package io.mode4j.task;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the pictures of a task are. Two tasks with equal sources share decoded pictures and image features.
 */
public sealed interface PictureSource {

    /** Tar shards, by the patterns that {@code ShardSet} takes. */
    record Shards(List<String> patterns) implements PictureSource {
        /** Copies the patterns; at least one. */
        public Shards {
            patterns = List.copyOf(patterns);
            if (patterns.isEmpty()) {
                throw new IllegalArgumentException("shards: at least one pattern expected");
            }
        }
    }

    /** A folder with one sub-folder per class, whose name is the label of the pictures in it. */
    record Folder(Path folder) implements PictureSource {}
}
