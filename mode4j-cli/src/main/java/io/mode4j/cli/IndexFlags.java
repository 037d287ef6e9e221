package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.StageName;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of reading shards. */
final class IndexFlags extends Flags<IndexOptions> {
    @Mixin
    private ShardFlags shards;

    @Option(names = "--leave-out", paramLabel = "KEYS.txt", description = "A file with a key a line: the pairs of these keys are left out of the index, and counted.")
    private @Nullable Path leaveOut;

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
        try {
            return shards.shardSet();
        } catch (BadInputException e) {
            if (!shards.byFlag() && Files.exists(index.resolve(Manifest.NAME))) {
                return SampleIndex.open(index).shardSet();
            }
            throw e;
        }
    }

    /** Where pairs come from. */
    ShardFlags sources() {
        return shards;
    }

    IndexOptions options(long seed, int workers) throws IOException {
        IndexOptions options = options().withWorkers(workers);
        options = leaveOut == null ? options : options.withLeaveOut(TextLines.filled(leaveOut));
        return options.withHoldout(new Holdout(options.holdout().share(), seed));
    }

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.INDEX);
    }
}
