package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.MismatchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an index is of: which model made its vectors. It is part of every commit, so that it is there exactly when a commit is.
 *
 * @param model {@value #RUN} or {@value #MODEL}
 * @param space what tells the vectors of one model from those of another ({@link SpaceFingerprint})
 * @param parts the names of the experts whose features lie side by side in a vector, in their order; of a single model its name
 * @param dim   how many numbers a vector has
 * @param place where the run or the model was
 * @param asked how it is opened again, by the names of options: the rule, the generation, the vocabulary
 */
public record IndexDescription(String model, String space, List<String> parts, int dim, TwoWays place, SortedMap<String, String> asked) {
    /** The mixture of a run's experts. */
    public static final String RUN = "run";
    /** A model alone. */
    public static final String MODEL = "model";

    /** Names the generation in {@link #asked}. */
    public static final String GENERATION = "generation";

    /** Copies the lists. */
    public IndexDescription {
        parts = List.copyOf(parts);
        asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
    }

    /** {@return the generation of the run's experts, if it is a run's} */
    public OptionalInt generation() {
        String number = asked.get(GENERATION);
        return number == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number));
    }

    /** {@return the places where the run or the model may be, the likelier first} */
    public List<String> places(Path folder) {
        return place.places(folder);
    }

    /** {@return how long the vectors of pictures are: those of n experts have length sqrt(n)} */
    double length() {
        return Math.sqrt(parts.size());
    }

    /** Checks that an index can be made of such vectors. */
    void demandIndexable() throws BadInputException {
        if (dim < 1 || dim > WideVectors1.MOST_DIMENSIONS) {
            throw new BadInputException(
                    "an index holds vectors of 1 to %,d numbers, found %,d (%d parts). Index with fewer experts (option experts), or with a model of all (mode4j merge, mode4j distill)."
                            .formatted(WideVectors1.MOST_DIMENSIONS, dim, parts.size()));
        }
    }

    /**
     * Checks that another model's vectors are comparable with those of an index.
     *
     * @param folder of the index
     * @throws MismatchException if they are not; the message says what differs
     */
    public void demandSame(IndexDescription other, Path folder) throws MismatchException {
        List<String> differences = new ArrayList<>();
        differ(differences, "model", model, other.model);
        differ(differences, "parts", String.join(", ", parts), String.join(", ", other.parts));
        differ(differences, "dim", String.valueOf(dim), String.valueOf(other.dim));
        differ(differences, "space", space, other.space);
        if (!differences.isEmpty()) {
            throw new MismatchException(folder,
                    "%s is an index of other vectors: %s. Ask, and add to it, with the model that made it, or build another index (mode4j search build)."
                            .formatted(folder, String.join("; ", differences)));
        }
    }

    private static void differ(List<String> differences, String what, String own, String other) {
        if (!own.equals(other)) {
            differences.add("%s there: %s, here: %s".formatted(what, own, other));
        }
    }
}
