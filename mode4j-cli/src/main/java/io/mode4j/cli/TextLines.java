package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files with a text a line; only a line feed ends one, with or without a carriage return. Stateless. */
final class TextLines {
    private TextLines() {}

    static List<String> of(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": expected text in UTF-8, found other bytes", e);
        }
        String[] lines = text.split("\n", -1);
        int last = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        return Arrays.stream(lines).limit(last).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toList();
    }
}
