package io.mode4j.shard.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What kind of picture bytes are, whatever they are called. Stateless. */
final class MediaType {
    /** So many first bytes tell. */
    static final int HEAD = 12;

    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] RIFF = "RIFF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WEBP = "WEBP".getBytes(StandardCharsets.US_ASCII);
    private static final int FORM = 8;

    private MediaType() {}

    /** {@return image/jpeg, image/png or image/webp; null when the first bytes are of none of these} */
    static @Nullable String of(byte[] head) {
        if (begins(head, 0, JPEG)) {
            return "image/jpeg";
        }
        if (begins(head, 0, PNG)) {
            return "image/png";
        }
        return begins(head, 0, RIFF) && begins(head, FORM, WEBP) ? "image/webp" : null;
    }

    private static boolean begins(byte[] head, int at, byte[] with) {
        return head.length >= at + with.length && Arrays.equals(head, at, at + with.length, with, 0, with.length);
    }
}
