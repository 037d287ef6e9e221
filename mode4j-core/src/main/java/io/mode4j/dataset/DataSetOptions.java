package io.mode4j.dataset;

import io.mode4j.task.TaskOrigin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which texts data sets take.
 *
 * @param classNames a file of class names in place of each data set's own: a text a line, or JSON by the name of the data set
 * @param templates  a file of templates in place of each data set's own, likewise
 * @param languages  each makes a task of its own; at least one
 */
public record DataSetOptions(Optional<Path> classNames, Optional<Path> templates, List<String> languages) {

    /** Copies the list, which must name languages. */
    public DataSetOptions {
        languages = List.copyOf(languages);
        for (String language : languages) {
            if (!language.matches("[A-Za-z][A-Za-z0-9_-]*")) {
                throw new IllegalArgumentException("option language: names such as en or de expected, found '%s'".formatted(language));
            }
        }
        if (languages.isEmpty()) {
            throw new IllegalArgumentException("option language: at least one expected");
        }
    }

    /** The data sets' own texts, in English. */
    public static DataSetOptions defaults() {
        return new DataSetOptions(Optional.empty(), Optional.empty(), List.of(TaskOrigin.ENGLISH));
    }
}
