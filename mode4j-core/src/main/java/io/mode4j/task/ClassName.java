package io.mode4j.task;

/**
 * A class of a classification task.
 *
 * @param label what the data calls it (a JSON field's text, a sub-folder's name, a number in a {@code .cls} member)
 * @param words what a prompt calls it
 */
public record ClassName(String label, String words) {

    /** Neither may be blank. */
    public ClassName {
        if (label.isBlank() || words.isBlank()) {
            throw new IllegalArgumentException("a class needs a label and words, found label '%s', words '%s'".formatted(label, words));
        }
    }
}
