package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.TextFile;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures named on a command line; one that cannot be decoded fails the command by its name. Stateless. */
final class PictureFiles {
    private PictureFiles() {}

    /** Asks a model about pictures. */
    @FunctionalInterface
    interface Question<T> {
        T ask(List<byte[]> pictures) throws IOException;
    }

    /** {@return the files that a list names, one a line; blank lines are left out} */
    static List<Path> listed(Path list) throws IOException {
        List<String> lines = TextFile.lines(list);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            if (!Files.isRegularFile(Path.of(line))) {
                throw new BadInputException("%s, line %d: expected a picture's file, found none at '%s'".formatted(list, i + 1, line));
            }
            files.add(Path.of(line));
        }
        return files;
    }

    /** {@return the answer about these files} */
    static <T> T ask(List<Path> files, Question<T> question) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                throw new BadInputException(file + ": expected a picture, found a folder");
            }
            pictures.add(Files.readAllBytes(file));
        }
        try {
            return question.ask(pictures);
        } catch (UndecodableImageException e) {
            throw named(files, pictures, question, e);
        }
    }

    /** The first picture that fails alone is the one. */
    private static <T> IOException named(List<Path> files, List<byte[]> pictures, Question<T> question, UndecodableImageException failure)
            throws IOException {
        for (int i = 0; i < files.size(); i++) {
            try {
                question.ask(pictures.subList(i, i + 1));
            } catch (UndecodableImageException e) {
                return new BadInputException(files.get(i) + ": " + e.getMessage(), e);
            }
        }
        return failure;
    }
}
