package io.mode4j.task;

import java.util.List;

/**
 * The right answers to a picture, as its source has them: a label, captions.
 *
 * @param right none when the picture cannot be used
 * @param cause why it cannot, in a few words; else empty
 */
public record Answers(List<String> right, String cause) {

    /** Copies the list. */
    public Answers {
        right = List.copyOf(right);
    }

    /** These; without any, the picture is left out for that cause. */
    public static Answers of(List<String> right, String causeIfNone) {
        return new Answers(right, right.isEmpty() ? causeIfNone : "");
    }

    /** The picture is left out. */
    public static Answers none(String cause) {
        return new Answers(List.of(), cause);
    }
}
