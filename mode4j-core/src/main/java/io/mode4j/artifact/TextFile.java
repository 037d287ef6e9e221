package io.mode4j.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Text files that users write: UTF-8, with or without a byte order mark, or UTF-16 with one. Stateless. */
public final class TextFile {
    private static final char MARK = '\uFEFF';

    private TextFile() {}

    /**
     * {@return the text of a file, without a byte order mark}
     *
     * @throws BadInputException if it is a folder, or is no such text; the message names the file and the line
     */
    public static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + ": expected a text file, found a folder");
        }
        byte[] bytes = Files.readAllBytes(file);
        Charset charset = charset(bytes);
        CharBuffer into = CharBuffer.allocate(bytes.length);
        CoderResult end = charset.newDecoder().decode(ByteBuffer.wrap(bytes), into, true);
        String text = into.flip().toString();
        int zero = text.indexOf(0);
        if (zero >= 0) {
            throw bad(file, text.substring(0, zero), "UTF-8, found a zero byte: is it UTF-16 without a byte order mark?");
        }
        if (end.isError()) {
            throw bad(file, text, charset + ", found other bytes");
        }
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** {@return all lines, the blank ones too}; only a line feed ends one, with or without a carriage return. As {@link #read}. */
    public static List<String> lines(Path file) throws IOException {
        String[] lines = read(file).split("\n", -1);
        int last = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        return Arrays.stream(lines).limit(last).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toList();
    }

    private static BadInputException bad(Path file, String before, String what) {
        long line = 1 + before.chars().filter(letter -> letter == '\n').count();
        return new BadInputException("%s, line %d: expected text in %s. Save the file as UTF-8.".formatted(file, line, what));
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        boolean little = bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE;
        return little ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }
}
