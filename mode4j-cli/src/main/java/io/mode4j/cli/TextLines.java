package io.mode4j.cli;

import io.mode4j.artifact.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files with a text a line. Stateless. */
final class TextLines {
    private TextLines() {}

    /** The lines that are not blank, without space around them. */
    static List<String> filled(Path file) throws IOException {
        return TextFile.lines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
