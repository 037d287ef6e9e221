package io.mode4j.shard.index;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Recipe;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The recipe of an index. It names shards by their names and contents, so that they may be moved; once it named them by their absolute paths. Stateless.
 */
final class IndexRecipe {
    static final String STAGE = "index";
    static final int VERSION = 1;
    /** What the names of inputs that are shards begin with. */
    static final String SHARD = "shard ";

    private IndexRecipe() {}

    /** {@return what indexing these shards will do} */
    static Recipe of(ShardSet shards, IndexOptions options, Runner runner) throws IOException {
        List<String> fingerprints = new ArrayList<>();
        runner.run(new FingerprintWork(), shards.shards(), fingerprints::add);
        SortedMap<String, String> inputs = new TreeMap<>();
        for (int shard = 0; shard < fingerprints.size(); shard++) {
            inputs.put(SHARD + shards.names().get(shard), fingerprints.get(shard));
        }
        SortedMap<String, String> configuration = new TreeMap<>();
        if (!options.holdout().isNone()) {
            configuration.put("holdout", String.valueOf(options.holdout().share()));
            configuration.put("seed of the holdout", String.valueOf(options.holdout().seed()));
        }
        if (options.txtLines() != TxtLines.WHOLE) {
            configuration.put("txt", options.txtLines().toString());
        }
        if (options.keyEnd() != KeyEnd.FIRST_DOT) {
            configuration.put("key-end", options.keyEnd().toString());
        }
        if (!options.leaveOut().isEmpty()) {
            configuration.put("leave-out",
                    "%d keys (%s)".formatted(options.leaveOut().size(), Fingerprints.ofText(options.leaveOut().toArray(String[]::new))));
        }
        return new Recipe(STAGE, VERSION, configuration, inputs);
    }

    /** {@return a recipe that names shards by paths as it would be written now}; others are returned as they are. */
    static Recipe asNow(Recipe made, ShardSet shards) {
        List<Path> paths = made.inputs().keySet().stream().filter(name -> !name.startsWith(SHARD)).map(Path::of).toList();
        if (paths.isEmpty()) {
            return made;
        }
        Map<Path, String> known = new TreeMap<>();
        shards.shards().forEach(shard -> known.put(shard.path(), shard.name()));
        List<String> moved = ShardSet.names(paths);
        SortedMap<String, String> inputs = new TreeMap<>();
        for (int i = 0; i < paths.size(); i++) {
            inputs.put(SHARD + known.getOrDefault(paths.get(i), moved.get(i)), made.inputs().get(paths.get(i).toString()));
        }
        return new Recipe(made.stage(), made.version(), made.configuration(), inputs);
    }

    /** {@return the fingerprint of a shard that an index was made from, by either way of naming it; null when the recipe has none} */
    static @Nullable String fingerprint(Recipe made, IndexedShard shard) {
        return made.inputs().getOrDefault(SHARD + shard.name(), made.inputs().get(shard.path()));
    }
}
