package io.mode4j.train;

/**
 * How often a model saw a pair, repetitions in later epochs included. Where some pictures could not be decoded, whether a draw at the end of an epoch filled a batch depends on where these were: then the
 * two numbers may differ.
 *
 * @param least
 *            so often at least
 * @param most
 *            so often at most
 */
public record Seen(long least, long most) {

    /** Not once. */
    public static final Seen NEVER = new Seen(0, 0);

    @Override
    public String toString() {
        return least == most ? Long.toString(most) : least + "-" + most;
    }
}
