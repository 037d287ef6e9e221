package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.StageName;
import io.mode4j.shard.Holdout;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.SampleIndex;
import io.mode4j.shard.ShardSet;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of reading shards. */
final class IndexFlags extends Flags<IndexOptions> {
    @Option(names = "--shards", paramLabel = "PATH", split = OptionDefaults.SEPARATOR, description = "Tars, folders, globs or ranges like 'data/{00000..00099}.tar'. May be given several times.")
    private @Nullable List<String> shards;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    IndexFlags() {
        super(IndexOptions.defaults());
        flag("--max-skipped", "SHARE", Value.NUMBER, IndexOptions::maxSkippedShare, IndexOptions::withMaxSkipped,
                "Fail when more than this share of the samples is corrupt.");
        flag("--holdout", "SHARE", Value.NUMBER, options -> options.holdout().share(),
                (options, share) -> options.withHoldout(new Holdout(share, 0)),
                "The share of the pairs, at most 5,000, that no training sees and that retrieval is evaluated on; drawn among those whose captions and picture no other pair has. 0 holds none out.");
        optional("--txt", "HOW", Value.of(TxtLines.class), IndexOptions::withTxt,
                "What the lines of a .txt are: whole, one caption together; lines, a caption each; first-line, the first is the caption. Default: whole");
        flag("--key-end", "WHERE", Value.of(KeyEnd.class), IndexOptions::keyEnd, IndexOptions::withKeyEnd,
                "Where in a member's file name the sample's key ends: first-dot, as WebDataset has it; last-dot, for keys that hold dots themselves.");
    }

    /**
     * The shards that were named; when an earlier command named them and they are there no more, where the index finds them: a run may be moved with its shards.
     *
     * @param index the run's folder of the index, done or not
     */
    ShardSet shardSet(Path index) throws IOException {
        if (shards == null || shards.isEmpty()) {
            throw new ParameterException(command.commandLine(),
                    "--shards: no shards given. Name tars, folders, globs or ranges, for example --shards 'data/{00000..00099}.tar'");
        }
        try {
            return ShardSet.of(shards);
        } catch (BadInputException e) {
            boolean recorded = !command.commandLine().getParseResult().hasMatchedOption("--shards");
            if (recorded && Files.exists(index.resolve(Manifest.NAME))) {
                return SampleIndex.open(index).shardSet();
            }
            throw e;
        }
    }

    IndexOptions options(long seed, int workers) {
        IndexOptions options = options().withWorkers(workers);
        return options.withHoldout(new Holdout(options.holdout().share(), seed));
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.INDEX);
    }
}
