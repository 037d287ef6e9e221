package io.mode4j.task;

import io.mode4j.arrays.ArrayFiles;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the pictures of a task are. Two tasks with equal sources share decoded pictures and image features. As text it is a place for messages.
 */
public sealed interface PictureSource {

    /** Pictures with captions. */
    sealed interface Captioned extends PictureSource {}

    /**
     * Tar shards.
     *
     * @param patterns as {@code ShardSet} takes them
     * @param keyEnd where the samples' keys end
     * @param lines what the lines of a {@code .txt} are
     */
    record Shards(List<String> patterns, KeyEnd keyEnd, TxtLines lines) implements Captioned {
        /** Copies the patterns; at least one. */
        public Shards {
            patterns = List.copyOf(patterns);
            if (patterns.isEmpty()) {
                throw new IllegalArgumentException("shards: at least one pattern expected");
            }
        }

        /** Shards in which a {@code .txt} is one caption. */
        public Shards(List<String> patterns, KeyEnd keyEnd) {
            this(patterns, keyEnd, TxtLines.WHOLE);
        }

        /** Shards whose keys end at the first dot. */
        public Shards(List<String> patterns) {
            this(patterns, KeyEnd.FIRST_DOT);
        }

        @Override
        public String toString() {
            return String.join(", ", patterns);
        }
    }

    /**
     * The pairs that an index holds out.
     *
     * @param index the index's folder
     * @param caption which of a pair's captions comes first
     */
    record HeldOut(Path index, CaptionChoice caption) implements Captioned {
        @Override
        public String toString() {
            return "the held-out pairs of " + index;
        }
    }

    /** Files of numbers, with a label for each picture. */
    record Arrays(ArrayFiles files) implements PictureSource {
        @Override
        public String toString() {
            return files.toString();
        }
    }

    /** A folder with one sub-folder per class, whose name is the label of the pictures in and below it. */
    record Folder(Path folder) implements PictureSource {
        @Override
        public String toString() {
            return folder.toString();
        }
    }
}
