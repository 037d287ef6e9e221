package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.task.TaskOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the class names and templates of a folder are: files of their own for a language, {@code xx_classnames.txt}, or those without one for English. Stateless. */
final class FolderTexts {
    static final String CLASS_NAMES = "classnames.txt";
    static final String TEMPLATES = "zeroshot_classification_templates.txt";

    private FolderTexts() {}

    /** The file that was given, else the folder's own, if it has one. */
    static Optional<Path> find(Path folder, String file, String language, Optional<Path> given) {
        if (given.isPresent()) {
            return given;
        }
        Path ofLanguage = folder.resolve(language + "_" + file);
        if (Files.exists(ofLanguage)) {
            return Optional.of(ofLanguage);
        }
        Path plain = folder.resolve(file);
        return language.equals(TaskOrigin.ENGLISH) && Files.exists(plain) ? Optional.of(plain) : Optional.empty();
    }

    /** The file that must be there. */
    static Path demand(Path folder, String file, String option, String language, Optional<Path> given) throws IOException {
        Optional<Path> found = find(folder, file, language, given);
        if (found.isEmpty()) {
            String expected = language.equals(TaskOrigin.ENGLISH) ? file : language + "_" + file;
            throw new BadInputException("%s: %s expected, found none; write it, or give a file with option %s".formatted(folder, expected,
                    option));
        }
        return found.get();
    }
}
