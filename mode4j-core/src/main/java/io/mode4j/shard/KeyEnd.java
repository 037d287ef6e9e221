package io.mode4j.shard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where in a tar member's file name the sample's key ends and the extension begins. The folder is part of the key. */
public enum KeyEnd {
    /** At the first dot: WebDataset's rule, by which {@code 1.left.jpg} and {@code 1.right.jpg} are of one sample. */
    FIRST_DOT,
    /** At the last dot, for keys that hold dots themselves: versions, dates, decimals. */
    LAST_DOT;

    /** {@return the name's two parts; null when the file name has no dot, or begins with one} */
    @Nullable
    public MemberName split(String path) {
        int file = path.lastIndexOf('/') + 1;
        int dot = this == FIRST_DOT ? path.indexOf('.', file) : path.lastIndexOf('.');
        if (dot <= file || path.charAt(file) == '.') {
            return null;
        }
        String key = path.startsWith("./") ? path.substring(2, dot) : path.substring(0, dot);
        return new MemberName(key, path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
