package io.mode4j.shard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a shard is made of. A new one is a {@link ShardReader} and a line here. */
public enum ShardFormat {
    /** A tar, as WebDataset has it. */
    TAR;

    /** {@return what reads such shards} */
    ShardReader reader() {
        return switch (this) {
            case TAR -> new TarShards();
        };
    }

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
