package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.Clip;
import io.mode4j.clip.VectorSpace;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.search.IndexDescription;
import io.mode4j.search.SpaceFingerprint;
import io.mode4j.search.TwoWays;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The model of an index, open to ask, and what the index says of it.
 *
 * @param space closed by the caller
 */
record IndexedModel(VectorSpace space, IndexDescription description) {
    static final String RULE = "rule";
    static final String VOCABULARY = "vocabulary";

    /** A run's mixture, open; the generation is written down, so that the index stays of these experts when the run grows. */
    static IndexedModel of(Mode mode, RunDirectory run, SortedMap<String, String> asked, Path index) throws IOException {
        RunDirectory now = new Generations(run).numbered();
        asked.put(IndexDescription.GENERATION, String.valueOf(now.generation()));
        String fingerprint = SpaceFingerprint.ofRun(now, mode.experts());
        return new IndexedModel(mode, new IndexDescription(IndexDescription.RUN, fingerprint, mode.experts(), mode.dim(),
                TwoWays.of(run.root().toString(), index), asked));
    }

    /** A model, open. */
    static IndexedModel of(Clip clip, Path folder, SortedMap<String, String> asked, Path index) throws IOException {
        return new IndexedModel(clip, new IndexDescription(IndexDescription.MODEL, SpaceFingerprint.ofModel(folder),
                List.of(IndexDescription.MODEL), clip.dim(), TwoWays.of(folder.toString(), index), asked));
    }

    /**
     * Opens what made an index.
     *
     * @param folder where it is now, or nothing
     * @throws BadInputException if it is not there
     * @throws io.mode4j.artifact.MismatchException if it is another
     */
    static VectorSpace open(IndexDescription of, Path index, List<Path> folder, TorchOptions computing, ClipTokenizer tokenizer)
            throws IOException {
        List<Path> places = folder.isEmpty() ? of.places(index).stream().map(Path::of).toList() : folder;
        Path place = places.stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new BadInputException("%s: expected the %s that made it in %s, found none. Say where it is now: --%s DIR"
                        .formatted(index, of.model(), places, of.model())));
        if (of.model().equals(IndexDescription.MODEL)) {
            demandSame(of, SpaceFingerprint.ofModel(place), index);
            return Engines.loadClip(place, computing, tokenizer);
        }
        RunDirectory run = new RunDirectory(place, of.generation().orElse(0));
        demandSame(of, SpaceFingerprint.ofRun(run, of.parts()), index);
        ModeOptions options = ModeOptions.standard().withExperts(of.parts());
        String rule = of.asked().get(RULE);
        return Engines.loadMode(run, rule == null ? options : options.withRule(EnsembleOptions.standard().rule(rule)), computing,
                tokenizer);
    }

    private static void demandSame(IndexDescription of, String space, Path index) throws IOException {
        of.demandSame(new IndexDescription(of.model(), space, of.parts(), of.dim(), of.place(), of.asked()), index);
    }
}
