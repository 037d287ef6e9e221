package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.SourceOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where pairs come from. */
final class ShardFlags extends Flags<SourceOptions> {
    @Option(names = "--shards", paramLabel = "WHAT", split = OptionDefaults.SEPARATOR, description = "Pictures and captions: tars, Parquet, lists of paths in CSV, TSV or Parquet, folders of any of these or of pictures, globs or ranges like 'data/{00000..00099}.tar' (docs/data.md), or URLs of these such as 's3://bucket/data/*.tar' (docs/stores.md). May be given several times.")
    private @Nullable List<String> shards;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    ShardFlags() {
        super(SourceOptions.defaults());
        optional("--image-column, --csv-img-key", "NAME", Value.TEXT, SourceOptions::withImage,
                "Of Parquet, CSV and TSV, the column of the pictures or of their paths. Default: found by its name and what is in it");
        optional("--caption-columns, --csv-caption-key", "NAMES", Value.TEXT,
                (options, names) -> options.withCaptions(Arrays.stream(names.split(",")).map(String::strip).toList()),
                "Of Parquet, CSV and TSV, the column of the captions, or several, separated by commas. Default: found by its name");
        optional("--csv-separator", "C", Value.TEXT, SourceOptions::withSeparator,
                "What stands between the cells of CSV and TSV: one character, or tab. Default: found in the first row");
    }

    /** Whether shards were named, by a flag or elsewhere. */
    boolean given() {
        return shards != null && !shards.isEmpty();
    }

    /** Whether a flag named them, rather than what is recorded. */
    boolean byFlag() {
        return command.commandLine().getParseResult().hasMatchedOption("--shards");
    }

    /** The shards that were named. */
    ShardSet shardSet() throws IOException {
        if (shards == null || shards.isEmpty()) {
            throw new ParameterException(command.commandLine(),
                    "--shards: no shards given. Name tars, folders, globs or ranges, for example --shards 'data/{00000..00099}.tar'");
        }
        return ShardSet.of(shards, options());
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.INDEX);
    }
}
