package io.mode4j.search;

/**
 * How hard an index tries to find the best. Immutable.
 *
 * @param exactNumbers up to so many numbers of vectors, in the whole index or after a condition, all are compared rather than asking the graph
 * @param candidates   the graph proposes at least so many pictures, and at least twice as many as are wanted; the vectors of the best of them decide. What others call {@code ef} or {@code num_candidates}
 */
public record SearchEffort(long exactNumbers, int candidates) {
    /** How many the graph proposes where no option says: questions are texts, and lie where few pictures do. */
    public static final int CANDIDATES = 400;

    /** Checks the numbers. */
    public SearchEffort {
        if (candidates < 1) {
            throw new IllegalArgumentException("option candidates expects a number of at least 1, found " + candidates);
        }
    }

    /** 2²² numbers, a few milliseconds, and {@value #CANDIDATES} candidates. */
    public static SearchEffort standard() {
        return new SearchEffort(1L << 22, CANDIDATES);
    }

    /** The same with another number of candidates. */
    public SearchEffort withCandidates(int number) {
        return new SearchEffort(exactNumbers, number);
    }

    /** The same with another limit of comparing all. */
    public SearchEffort withExactNumbers(long most) {
        return new SearchEffort(most, candidates);
    }
}
