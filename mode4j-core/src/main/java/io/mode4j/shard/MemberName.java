package io.mode4j.shard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tar member's path, taken apart.
 *
 * @param key names the sample: the path, without its extension
 * @param extension says what the member is; in lower case, and with a dot in it where the key ended before
 */
public record MemberName(String key, String extension) {
    /** The extensions of the members that make a pair. */
    public static final List<String> READ = List.of("json", "txt", "jpg", "jpeg", "png", "webp");

    /** {@return whether it is a member that makes a pair} */
    public boolean isRead() {
        return READ.contains(extension);
    }

    /** {@return the same path, its key ending at the last dot} */
    public MemberName atLastDot() {
        int dot = extension.lastIndexOf('.');
        return dot < 0 ? this : new MemberName(key + "." + extension.substring(0, dot), extension.substring(dot + 1));
    }

    /** {@return the media type of an image's extension; null when it is no image's} */
    public static @Nullable String mediaType(String extension) {
        return switch (extension) {
            case "jpg", "jpeg" -> "image/jpeg";
            case "png" -> "image/png";
            case "webp" -> "image/webp";
            default -> null;
        };
    }
}
