package io.mode4j.cli;

import io.mode4j.artifact.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files with a text a line; only a line feed ends one, with or without a carriage return. Stateless. */
final class TextLines {
    private TextLines() {}

    /** All lines, the blank ones too. */
    static List<String> of(Path file) throws IOException {
        String[] lines = TextFile.read(file).split("\n", -1);
        int last = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        return Arrays.stream(lines).limit(last).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toList();
    }

    /** The lines that are not blank, without space around them. */
    static List<String> filled(Path file) throws IOException {
        return of(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
