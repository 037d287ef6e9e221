package io.mode4j.shard.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a shard is made of. A new one is a {@link ShardReader} and a line here. */
public enum ShardFormat {
    /** A tar, as WebDataset has it. */
    TAR,
    /** Pictures in files, with captions in files beside them. */
    FILES,
    /** A list of the paths and captions of pictures in files, in CSV, TSV or Parquet. */
    LIST,
    /** Parquet with pictures inside. */
    PARQUET;

    /** What an open file costs, where a list of ten thousand paths costs 1. */
    public static final int OPEN_FILE = 4;

    /** {@return what reads such shards} */
    public ShardReader reader() {
        return switch (this) {
            case TAR -> new TarShards();
            case FILES -> new FolderShards();
            case LIST -> new ListShards();
            case PARQUET -> new ParquetShards();
        };
    }

    /** {@return what keeping a shard open costs: the list of its files, or an open file, of which a process may have few} */
    public int weight() {
        return this == FILES || this == LIST ? 1 : OPEN_FILE;
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
