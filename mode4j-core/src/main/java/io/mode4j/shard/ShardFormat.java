package io.mode4j.shard;

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

    /** {@return what reads such shards} */
    ShardReader reader() {
        return switch (this) {
            case TAR -> new TarShards();
            case FILES -> new FolderShards();
            case LIST -> new ListShards();
            case PARQUET -> new ParquetShards();
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
