package io.mode4j.shard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a tar member's path says which sample it belongs to and what it is: WebDataset's rule. Stateless. */
final class Members {
    private Members() {}

    /** {@return the key: the path up to the first dot of its last part; null when that part has no dot, or begins with one} */
    static @Nullable String key(String path) {
        int last = path.lastIndexOf('/') + 1;
        int dot = path.indexOf('.', last);
        if (dot <= last) {
            return null;
        }
        return path.startsWith("./") ? path.substring(2, dot) : path.substring(0, dot);
    }

    /** {@return what follows that dot, in lower case} */
    static String extension(String path) {
        return path.substring(path.indexOf('.', path.lastIndexOf('/') + 1) + 1).toLowerCase(Locale.ROOT);
    }

    /** {@return the media type of an image's extension; null when it is no image's} */
    static @Nullable String mediaType(String extension) {
        return switch (extension) {
            case "jpg", "jpeg" -> "image/jpeg";
            case "png" -> "image/png";
            case "webp" -> "image/webp";
            default -> null;
        };
    }
}
