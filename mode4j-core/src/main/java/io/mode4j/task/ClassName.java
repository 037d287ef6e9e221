package io.mode4j.task;

import java.io.Serializable;
import java.util.List;

/**
 * A class of a classification task.
 *
 * @param label    what the data calls it (a JSON field's text, a sub-folder's name, a number in a {@code .cls} member)
 * @param synonyms what prompts call it, at least one name; the first is the one that tables have. Prompts of all of them count alike
 */
public record ClassName(String label, List<String> synonyms) implements Serializable {

    /** None may be blank. */
    public ClassName {
        synonyms = List.copyOf(synonyms);
        if (label.isBlank() || synonyms.isEmpty() || synonyms.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a class needs a label and words, found label '%s', words '%s'".formatted(label,
                    String.join(", ", synonyms)));
        }
    }

    /** A class of one name. */
    public ClassName(String label, String words) {
        this(label, List.of(words));
    }

    /** Its first name. */
    public String words() {
        return synonyms.getFirst();
    }
}
