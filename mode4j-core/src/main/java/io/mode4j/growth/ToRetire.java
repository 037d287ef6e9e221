package io.mode4j.growth;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.trace.RunTrace;
import io.mode4j.trace.TracedPair;
import io.mode4j.trace.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What it takes that no expert of the current generation has seen the pairs of some keys. Nothing is written to know it.
 *
 * @param current the generation that counts
 * @param keys    that are retired, or will be: of pairs that can be trained on
 * @param heldOut keys of which all pairs are held out, so that no model learned from them
 * @param unknown keys that no pair has
 * @param seed    what the model saw that all others continue
 * @param experts of the current generation, those that may have seen some of the keys
 * @param others  all other models that are still there and may have seen some
 */
public record ToRetire(Generation current, SortedSet<String> keys, SortedSet<String> heldOut, SortedSet<String> unknown, Witness seed,
        List<Witness> experts, List<Witness> others) {
    private static final int SHOWN = 5;

    /** Copies the collections. */
    public ToRetire {
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
        heldOut = Collections.unmodifiableSortedSet(new TreeSet<>(heldOut));
        unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
        experts = List.copyOf(experts);
        others = List.copyOf(others);
    }

    /**
     * Looks at all models of a run.
     *
     * @param asked   keys; beside them count those that are retired already
     * @param threads that look through an index, each at one of its shards
     * @throws BadInputException if the run has no finished index
     */
    public static ToRetire of(RunDirectory run, Collection<String> asked, int threads) throws IOException {
        Generation current = new Generations(run).current();
        SortedSet<String> all = new TreeSet<>(asked);
        all.addAll(current.retired());
        RunTrace traced = RunTrace.of(run, all, threads);
        Set<String> usable = pairs(traced).filter(pair -> !pair.heldOut()).map(TracedPair::key).collect(Collectors.toSet());
        SortedSet<String> keys = new TreeSet<>(current.retired());
        SortedSet<String> heldOut = new TreeSet<>();
        pairs(traced).forEach(pair -> (usable.contains(pair.key()) ? keys : heldOut).add(pair.key()));
        SortedSet<String> unknown = new TreeSet<>(traced.unknown(asked));

        Set<Path> experts = new HashSet<>();
        current.experts().values().forEach(folder -> experts.add(run.root().resolve(folder)));
        List<Witness> ofCurrent = new ArrayList<>();
        List<Witness> others = new ArrayList<>();
        Witness seed = null;
        for (Witness model : Witness.of(traced)) {
            if (model.folder().equals(run.seed())) {
                seed = model;
            } else if (model.maySee()) {
                (experts.contains(model.folder()) ? ofCurrent : others).add(model);
            }
        }
        if (seed == null) {
            throw new BadInputException(run.seed() + ": the seed model is not done, so there are no experts that saw anything");
        }
        return new ToRetire(current, keys, heldOut, unknown, seed, ofCurrent, others);
    }

    private static Stream<TracedPair> pairs(RunTrace traced) {
        return traced.parts().stream().flatMap(part -> part.trace().pairs().stream());
    }

    /** {@return keys that are not retired yet} */
    public SortedSet<String> more() {
        SortedSet<String> more = new TreeSet<>(keys);
        more.removeAll(current.retired());
        return more;
    }

    /** {@return whether all is as it should be} */
    public boolean isDone() {
        return keys.isEmpty() || (more().isEmpty() && experts.isEmpty());
    }

    /**
     * Refuses what no expert that is trained again could help.
     *
     * @throws BadInputException if the seed may have seen one of the keys
     */
    public void requireUnseenBySeed() throws BadInputException {
        if (seed.maySee()) {
            String saw = seed.untraced() != null ? "what the seed saw is not known (" + seed.untraced() + ")"
                    : "the seed saw %,d of %,d keys (%s)".formatted(seed.keys().size(), keys.size(), some(seed.keys()));
            throw new BadInputException(
                    "%s: %s. Every expert continues the seed, so nothing less than a new seed helps: begin a new run without these pairs (index or run with option leave-out)"
                            .formatted(seed.folder(), saw));
        }
    }

    private static String some(SortedSet<String> keys) {
        return keys.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (keys.size() > SHOWN ? ", …" : "");
    }
}
