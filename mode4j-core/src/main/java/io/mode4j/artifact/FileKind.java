package io.mode4j.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a file is that is not what its name says: an archive or a compressed file of another kind, a page or a message that a server answered with, a pointer of Git LFS. By its first bytes; what is
 * none of these may be damaged. Stateless.
 */
public final class FileKind {
    private static final int LOOKED_AT = 512;
    private static final int SHOWN = 160;
    private static final int SHORTEST_TEXT = 100;
    private static final String AGAIN = "; fetch the file again, and see that the address and the access are right";

    /** First bytes, in hexadecimal, what they say, and what to do. */
    private record Magic(String bytes, String kind, String advice) {}

    private static final List<Magic> MAGICS = List.of(
            new Magic("1f8b", "compressed (gzip)", "; unpack it first: gunzip"),
            new Magic("425a68", "compressed (bzip2)", "; unpack it first: bunzip2"),
            new Magic("fd377a585a00", "compressed (xz)", "; unpack it first: unxz"),
            new Magic("5d0000", "compressed (lzma)", "; unpack it first: unlzma"),
            new Magic("28b52ffd", "compressed (Zstandard)", "; unpack it first: unzstd"),
            new Magic("04224d18", "compressed (LZ4)", "; unpack it first: unlz4"),
            new Magic("02214c18", "compressed (LZ4)", "; unpack it first: unlz4"),
            new Magic("4c5a4950", "compressed (lzip)", "; unpack it first: lzip -d"),
            new Magic("894c5a4f", "compressed (lzop)", "; unpack it first: lzop -d"),
            new Magic("1f9d", "compressed (compress)", "; unpack it first: uncompress"),
            new Magic("ff060000734e61507059", "compressed (Snappy)", "; unpack it first"),
            new Magic("504b0304", "a zip archive", "; unpack it first: unzip"), new Magic("504b0506", "an empty zip archive", ""),
            new Magic("377abcaf271c", "a 7z archive", "; unpack it first: 7z x"),
            new Magic("526172211a07", "a RAR archive", "; unpack it first: unrar x"), new Magic("50415231", "a Parquet file", ""),
            new Magic("4152524f5731", "an Arrow file", ""), new Magic("894844460d0a1a0a", "an HDF5 file", ""),
            new Magic("934e554d5059", "an .npy file", ""), new Magic("ffd8ff", "a JPEG picture", ""),
            new Magic("89504e470d0a1a0a", "a PNG picture", ""),
            new Magic("25504446", "a PDF document", ""));

    private FileKind() {}

    /**
     * {@return what these first bytes of a file say it is, in words that follow "FILE is", with what to do; empty when they say nothing}
     *
     * @param head the first bytes, 512 or the whole file
     */
    public static Optional<String> of(byte[] head) {
        for (Magic magic : MAGICS) {
            byte[] first = HexFormat.of().parseHex(magic.bytes);
            if (head.length >= first.length && Arrays.equals(head, 0, first.length, first, 0, first.length)) {
                return Optional.of(magic.kind + magic.advice);
            }
        }
        return ofText(head);
    }

    private static Optional<String> ofText(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        String start = text.toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs") || start.startsWith("version https://hawser")) {
            return Optional.of("a pointer of Git LFS, not the file itself; fetch that: git lfs pull");
        }
        boolean isText = text.chars().noneMatch(c -> (c == 0xFFFD && head.length < LOOKED_AT) || (c < ' ' && "\t\n\r\f".indexOf(c) < 0));
        if (!isText || text.isEmpty()) {
            return Optional.empty();
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.startsWith("<head") || start.contains("<html")) {
            return Optional.of("an HTML page (" + shown(text) + "), such as a server answers with" + AGAIN);
        }
        if (start.startsWith("<")) {
            return Optional.of("XML (" + shown(text) + "), such as an object store answers with" + AGAIN);
        }
        if (start.startsWith("{") || start.startsWith("[{") || start.startsWith("[\"")) {
            return Optional.of("JSON (" + shown(text) + "), such as a server answers with" + AGAIN);
        }
        boolean sentence = head.length >= SHORTEST_TEXT || text.chars().anyMatch(c -> c == ' ' || c == '\n');
        return sentence ? Optional.of("text (" + shown(text) + ")" + AGAIN) : Optional.empty();
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    /**
     * Refuses a file that is something else.
     *
     * @param expected what it should be, in words
     * @throws BadInputException when its first bytes say what it is; the message does, too, and what to do
     */
    public static void refuseOthers(Path file, FileChannel channel, String expected) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(LOOKED_AT, channel.size()));
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // reads on until the head is whole
        }
        refuseOthers(file, Arrays.copyOf(head.array(), head.position()), expected);
    }

    /** As {@link #refuseOthers(Path, FileChannel, String)}, of the first bytes, 512 or the whole file. */
    public static void refuseOthers(Path file, byte[] head, String expected) throws BadInputException {
        Optional<String> kind = of(head);
        if (kind.isPresent()) {
            throw new BadInputException("%s: expected %s; it is %s.".formatted(file, expected, kind.get()));
        }
    }
}
