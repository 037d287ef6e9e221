package io.mode4j.shard.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a member: UTF-8, or UTF-16 or UTF-32 where a byte order mark or the zeros of plain letters show it. Stateless. */
public final class MemberText {
    private static final int FEWEST_ZEROS = 3; // one letter in three is plain in a text that is UTF-16 without a mark

    private MemberText() {}

    /** {@return the text without a byte order mark; null when it is in none of these} */
    public static @Nullable String decode(byte[] bytes) {
        Charset charset = marked(bytes);
        if (charset != null) {
            return decode(bytes, bytes.length, charset);
        }
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--; // as programs end, or fill up, a string
        }
        int[] zeros = zeros(bytes, length);
        if (zeros[0] + zeros[1] == 0) {
            return decode(bytes, length, StandardCharsets.UTF_8);
        }
        boolean wide = bytes.length % 2 == 0 && FEWEST_ZEROS * Math.max(zeros[0], zeros[1]) >= length / 2;
        return !wide || (zeros[0] > 0 && zeros[1] > 0)
                ? null
                : decode(bytes, bytes.length, zeros[0] > 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    private static @Nullable Charset marked(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : unit(bytes, 0);
        int second = bytes.length < 4 ? -1 : unit(bytes, 2);
        return switch (first) {
            case 0xFFFE -> second == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE;
            case 0xFEFF -> StandardCharsets.UTF_16BE;
            case 0 -> second == 0xFEFF ? Charset.forName("UTF-32BE") : null;
            default -> null;
        };
    }

    private static int unit(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << Byte.SIZE) + (bytes[at + 1] & 0xFF);
    }

    /** How many zeros there are at even and at odd places. */
    private static int[] zeros(byte[] bytes, int length) {
        int[] zeros = new int[2];
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                zeros[i & 1]++;
            }
        }
        return zeros;
    }

    private static @Nullable String decode(byte[] bytes, int length, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
