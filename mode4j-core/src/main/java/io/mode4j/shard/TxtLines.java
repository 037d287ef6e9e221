package io.mode4j.shard;

import java.util.List;
import java.util.Locale;

/** What the lines of a {@code .txt} are. */
public enum TxtLines {
    /** One caption together, as WebDataset has it. */
    WHOLE,
    /** A caption each; blank ones are none. */
    LINES,
    /** The first is the caption, and the others are something else. */
    FIRST_LINE;

    /** {@return the texts that are captions}, not all of them usable */
    List<String> of(String text) {
        return switch (this) {
            case WHOLE -> List.of(text);
            case LINES -> text.lines().toList();
            case FIRST_LINE -> text.lines().filter(Visible::any).limit(1).toList();
        };
    }

    /** {@return whether there are at least two lines that are not blank} */
    public static boolean several(String text) {
        int lines = 0;
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\n' || character == '\r') {
                blank = true;
            } else if (blank && character != ' ' && character != '\t') {
                blank = false;
                lines++;
            }
        }
        return lines > 1;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
