package io.mode4j.trace;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.train.Seen;
import io.mode4j.train.Sightings;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished model, and what can be said of its pairs.
 *
 * @param name
 *            of the model
 * @param samples
 *            which pairs it was trained on, in words; empty where that is not known
 * @param beganElsewhere
 *            whether its weights began as those of a model made elsewhere
 * @param undecodable
 *            how many of its pairs have a picture that it could not decode, so that it never saw them; which, is not known
 * @param untraced
 *            why it is not known how often it saw a pair; null where it is
 */
public record TracedModel(String name, String samples, boolean beganElsewhere, long undecodable, @Nullable String untraced) {

    /** A model and how often it saw each of some pairs; nothing where that is not known. */
    record Counted(TracedModel model, List<Seen> seen) {}

    static Counted of(String name, Path folder, TrainData data, List<Found> pairs) throws IOException {
        TracedModel known = new TracedModel(name, "", false, 0, null);
        try {
            Sightings sightings = Sightings.open(folder);
            known = new TracedModel(name, sightings.samples().describe(), sightings.beganElsewhere(), sightings.undecodable(), null);
            return new Counted(known, sightings.of(data, pairs));
        } catch (BadInputException e) {
            return new Counted(known.butFor(e), List.of());
        }
    }

    private TracedModel butFor(BadInputException why) {
        return new TracedModel(name, samples, beganElsewhere, undecodable, why.getMessage());
    }
}
