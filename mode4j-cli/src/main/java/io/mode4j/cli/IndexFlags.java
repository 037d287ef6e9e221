package io.mode4j.cli;

import io.mode4j.shard.Holdout;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of reading shards. */
final class IndexFlags {
    @Option(names = "--shards", paramLabel = "PATH", split = OptionDefaults.SEPARATOR, description = "Tars, folders, globs or ranges like 'data/{00000..00099}.tar'. May be given several times.")
    @Nullable
    List<String> shards;

    @Option(names = "--max-skipped", paramLabel = "SHARE", defaultValue = "0.1", description = "Fail when more than this share of the samples is corrupt. Default: ${DEFAULT-VALUE}")
    double maxSkipped;

    @Option(names = "--holdout", paramLabel = "SHARE", defaultValue = "0.05", description = "The share of the pairs, at most 5,000, that no training sees and that retrieval is evaluated on; drawn among those whose captions and picture no other pair has. 0 holds none out. Default: ${DEFAULT-VALUE}")
    double holdout;

    @Option(names = "--txt", paramLabel = "HOW", description = "What the lines of a .txt are: whole, one caption together; lines, a caption each; first-line, the first is the caption. Default: whole")
    @Nullable
    TxtLines txt;

    ShardSet shardSet() throws IOException {
        if (shards == null || shards.isEmpty()) {
            throw new IllegalArgumentException(
                    "--shards: no shards given. Name tars, folders, globs or ranges, for example --shards 'data/{00000..00099}.tar'");
        }
        return ShardSet.of(shards);
    }

    IndexOptions options(long seed) {
        return new IndexOptions(maxSkipped, Runtime.getRuntime().availableProcessors()).withHoldout(new Holdout(holdout, seed))
                .withTxt(txt);
    }
}
