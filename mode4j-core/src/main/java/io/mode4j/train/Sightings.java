package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.SampleChoice.Everything;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often a finished model saw some pairs. Nobody noted that while it was trained: it follows from what the model's manifest says, for the order of its pairs is a function of them and its seed
 * alone. No picture is read. Immutable.
 *
 * <p>
 * Bound: of a model whose pairs were shuffled all together 8 bytes a pair; of a random share 4 bytes a pair of the data set.
 */
public final class Sightings {

    private final Path file;
    private final Manifest manifest;
    private final SampleChoice samples;

    private Sightings(Path file, Manifest manifest, SampleChoice samples) {
        this.file = file;
        this.manifest = manifest;
        this.samples = samples;
    }

    /**
     * Opens a finished model.
     *
     * @throws BadInputException
     *             if it is not finished, or another stage than {@link TrainStage} made it
     */
    public static Sightings open(Path model) throws IOException {
        Path file = model.resolve(Manifest.NAME);
        Manifest manifest = Manifest.read(model);
        Recipe recipe = manifest.recipe();
        if (!recipe.stage().equals(TrainStage.NAME)) {
            throw new BadInputException("%s: expected a model that was trained here, found one that %s made: what it saw is not known"
                    .formatted(file, recipe.stage()));
        }
        try {
            return new Sightings(file, manifest, SampleChoice.described(recipe.configuration().getOrDefault(TrainStage.SAMPLES, "")));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("%s: %s. Use the newer mode4j that wrote it.".formatted(file, e.getMessage()), e);
        }
    }

    /** Which pairs it was trained on. */
    public SampleChoice samples() {
        return samples;
    }

    /** Whether its weights began as those of a model made elsewhere, of which nobody here knows what it saw. */
    public boolean beganElsewhere() {
        return given().isPresent();
    }

    /** The fingerprint of the model whose weights it began with, if it was given one. */
    public Optional<String> given() {
        return Optional.ofNullable(manifest.recipe().inputs().get(TrainStage.GIVEN));
    }

    /** How many of its pairs, as far as they were drawn, have a picture that cannot be decoded. Which, is not known; it never saw them. */
    public long undecodable() {
        return manifest.summary().get("undecodable") instanceof Map<?, ?> causes
                ? causes.values().stream().mapToLong(count -> ((Number) count).longValue()).sum()
                : 0;
    }

    /**
     * How often it saw each pair whose picture can be decoded.
     *
     * @param data
     *            that it was trained on
     * @throws BadInputException
     *             if it was trained on other data, or only a share of them is here that does not tell
     */
    public List<Seen> of(TrainData data, List<Found> pairs) throws IOException {
        requireSame(data);
        SampleIndex index = SampleIndex.open(data.index());
        SelectedPairs all = SelectedPairs.of(index, data.clusters(index, samples), samples, data.captions(), CaptionUse.CLUSTERED);
        if (all.pairs() != number("pairs")) {
            throw new DamagedException(file, "a training on " + all.pairs() + " pairs", Long.toString(number("pairs")));
        }
        Map<Found, SelectedPlace> selected = selected(index, all, pairs);
        List<Seen> counted = count(places(index, all, List.copyOf(selected.values())), selected.size());
        Map<Found, Seen> seen = new HashMap<>();
        int next = 0;
        for (Found pair : selected.keySet()) {
            seen.put(pair, counted.get(next++));
        }
        return pairs.stream().map(pair -> seen.getOrDefault(pair, Seen.NEVER)).toList();
    }

    private static Map<Found, SelectedPlace> selected(SampleIndex index, SelectedPairs all, List<Found> pairs) throws IOException {
        Map<Integer, List<Found>> byShard = pairs.stream().filter(pair -> !pair.heldOut()).collect(Collectors.groupingBy(Found::shard));
        Map<Found, SelectedPlace> selected = new LinkedHashMap<>();
        for (Map.Entry<Integer, List<Found>> some : byShard.entrySet()) {
            int shard = some.getKey();
            BitSet rows = all.rows(shard);
            long[] numbers = index.rowNumbers(shard);
            for (Found pair : some.getValue()) {
                if (rows.get(pair.row())) {
                    selected.put(pair, new SelectedPlace(shard, numbers[rows.nextSetBit(0)], rows.get(0, pair.row()).cardinality()));
                }
            }
        }
        return selected;
    }

    private EpochPlaces places(SampleIndex index, SelectedPairs all, List<SelectedPlace> selected) {
        Map<String, String> configuration = manifest.recipe().configuration();
        long seed = TrainSettings.seed(Long.parseLong(String.valueOf(configuration.get("seed"))),
                String.valueOf(configuration.get("name")));
        int window = WindowedOrder.window(TrainSettings.window(configuration), index.allRows(), all);
        return window == 0 ? GlobalPlaces.of(all, seed, selected) : new WindowedPlaces(all, window, seed, selected);
    }

    private List<Seen> count(EpochPlaces places, int pairs) throws DamagedException {
        long[] least = new long[pairs];
        long[] most = new long[pairs];
        TrainedEpochs epochs = new TrainedEpochs(number("pairs"), number("batch_size"), number("steps"), undecodable());
        for (long epoch = 0; pairs > 0 && epoch < epochs.begun(); epoch++) {
            places.before(epoch, epochs.surelySeen(epoch)).stream().forEach(i -> least[i]++);
            places.before(epoch, epochs.maybeSeen(epoch)).stream().forEach(i -> most[i]++);
        }
        return IntStream.range(0, pairs).mapToObj(i -> new Seen(least[i], most[i])).toList();
    }

    /** The model is a function of its data alone: others say nothing of what it saw. */
    private void requireSame(TrainData data) throws IOException {
        String packed = SampleIndex.open(data.index()).packed().orElse(samples.describe());
        if (!packed.equals(samples.describe())) {
            throw new BadInputException(
                    "what it saw follows from all pairs of the data set, and here are only those of %s: trace it in the run that they were packed from"
                            .formatted(packed));
        }
        if (!(samples instanceof Everything) && data.clustering().isEmpty()) {
            throw new BadInputException("what it saw follows from the assignments, and there are none: run assign");
        }
        Map<String, String> made = manifest.recipe().inputs();
        for (Map.Entry<String, String> input : data.inputs(samples).entrySet()) {
            if (!input.getValue().equals(made.get(input.getKey()))) {
                throw new BadInputException("it was trained from another %s than the run has".formatted(input.getKey()));
            }
        }
    }

    private long number(String name) throws DamagedException {
        if (manifest.summary().get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new DamagedException(file, "a number of " + name, String.valueOf(manifest.summary().get(name)));
    }
}
