package io.mode4j.shard.tar;

import static org.apache.commons.compress.archivers.tar.TarConstants.CHKSUMLEN;
import static org.apache.commons.compress.archivers.tar.TarConstants.CHKSUM_OFFSET;
import static org.apache.commons.compress.archivers.tar.TarConstants.DEFAULT_RCDSIZE;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_CONTIG;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_GNUTYPE_LONGLINK;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_GNUTYPE_LONGNAME;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_GNUTYPE_SPARSE;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_NORMAL;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_OFFSET;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_OLDNORM;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_PAX_EXTENDED_HEADER_LC;
import static org.apache.commons.compress.archivers.tar.TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import io.mode4j.shard.Members;
import io.mode4j.shard.bytes.FileWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tar's regular files in order and jumps over the bytes that nobody asks for. Reads ustar, GNU (long names, large sizes) and POSIX pax
 * (path, size).
 *
 * <p>
 * commons-compress knows how the fields are written. Its stream, however, makes an entry with dates and owners of every member, and took ten
 * times as long. Unlike tar programs this reader is strict: an archive without its end marker was cut short, and members behind the marker
 * would be lost without a word, so both are damage. Not safe for use by several threads.
 */
public final class TarReader implements Members {
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int NAME_LENGTH = 100;
    private static final int MAGIC_OFFSET = 257;
    private static final int PREFIX_OFFSET = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final String SPARSE = "GNU.sparse.";
    private static final int LONGEST_EXTENSION = 1 << 20;
    private static final byte[] ZEROS = new byte[DEFAULT_RCDSIZE];

    private final Path file;
    private final FileWindow bytes;
    private final byte[] header = new byte[DEFAULT_RCDSIZE];
    /** Where the next header is. */
    private long at;

    /** What an extension header said of the member after it. */
    private @Nullable String longName;
    private long longSize = -1;
    private @Nullable String sparseName;

    /** The present member. */
    private String name = "";
    private long offset;
    private long length;

    public TarReader(Path file) throws IOException {
        this(file, new FileWindow(file));
    }

    /**
     * Reads through a window, which is closed with this.
     *
     * @param file what the tar is called in messages
     */
    public TarReader(Path file, FileWindow bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Goes to the next regular file.
     *
     * @return whether there is one
     * @throws DamagedException when the archive is corrupt or cut short
     * @throws BadInputException when it is no tar, or a member is stored without its holes
     */
    @Override
    public boolean next() throws IOException {
        forget();
        while (readHeader()) {
            long start = at + DEFAULT_RCDSIZE;
            long size = longSize >= 0 ? longSize : size();
            if (size < 0 || size > bytes.size() - start) {
                throw new DamagedException(file, size + " bytes of a member at byte " + start,
                        "the end of the file at byte " + bytes.size());
            }
            at = start + Math.ceilDiv(size, DEFAULT_RCDSIZE) * DEFAULT_RCDSIZE;
            switch (header[LF_OFFSET]) {
                case LF_NORMAL, LF_OLDNORM, LF_CONTIG -> {
                    name = longName == null ? shortName() : longName;
                    if (sparseName != null) {
                        throw sparse(sparseName.isEmpty() ? name : sparseName);
                    }
                    offset = start;
                    length = size;
                    return true;
                }
                case LF_GNUTYPE_SPARSE -> throw sparse(longName == null ? shortName() : longName);
                case LF_GNUTYPE_LONGNAME -> longName = untilZero(extension(start, size), 0, (int) size);
                case LF_PAX_EXTENDED_HEADER_LC -> readPax(start, size);
                case LF_PAX_GLOBAL_EXTENDED_HEADER, LF_GNUTYPE_LONGLINK -> {
                } // says nothing about the next member's name or size
                default -> forget(); // a folder, a link, …
            }
        }
        return false;
    }

    private void forget() {
        longName = null;
        longSize = -1;
        sparseName = null;
    }

    /** A picture is read where it lies in the tar, and so must lie there whole. */
    private BadInputException sparse(String member) {
        return new BadInputException(
                "%s: member '%s' is stored sparse, without its holes; mode4j reads members as they lie in the tar. Pack the shard again without --sparse."
                        .formatted(file, member));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public FilePlace place() {
        return new FilePlace(file, offset);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public byte[] content() throws IOException {
        byte[] content = new byte[Math.toIntExact(length)];
        bytes.read(offset, content);
        return content;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** {@return whether there is a header, rather than the end marker} */
    private boolean readHeader() throws IOException {
        if (at == 0) {
            refuseOtherKinds();
        }
        if (at + DEFAULT_RCDSIZE > bytes.size()) {
            throw new DamagedException(file, "a member or the end-of-archive marker (zeros) at byte " + at,
                    "the end of the file at byte " + bytes.size());
        }
        bytes.read(at, header);
        if (Arrays.equals(header, ZEROS)) {
            demandNothingBehind();
            return false;
        }
        if (!checksumIsRight()) {
            throw new DamagedException(file, "a tar header at byte " + at, "bytes whose checksum is wrong");
        }
        return true;
    }

    /** A tar may begin with any name: one whose checksum is right is one. */
    private void refuseOtherKinds() throws IOException {
        byte[] head = new byte[(int) Math.min(DEFAULT_RCDSIZE, bytes.size())];
        bytes.read(0, head);
        System.arraycopy(head, 0, header, 0, head.length);
        if (head.length < DEFAULT_RCDSIZE || !checksumIsRight()) {
            FileKind.refuseOthers(file, head, "a tar, whose pictures are read from the middle");
        }
    }

    private boolean checksumIsRight() {
        // the sum of all bytes, spaces where the checksum itself stands; this plain loop is a third of the work of reading a header
        int sum = CHKSUMLEN * ' ';
        for (byte value : header) {
            sum += value & 0xff;
        }
        for (int i = CHKSUM_OFFSET; i < CHKSUM_OFFSET + CHKSUMLEN; i++) {
            sum -= header[i] & 0xff;
        }
        try {
            // some old programs summed signed bytes, which TarUtils allows
            return sum == TarUtils.parseOctal(header, CHKSUM_OFFSET, CHKSUMLEN) || TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException _) {
            return false; // no number where the checksum should be
        }
    }

    private void demandNothingBehind() throws IOException {
        byte[] record = new byte[DEFAULT_RCDSIZE];
        for (long position = at; position + DEFAULT_RCDSIZE <= bytes.size(); position += DEFAULT_RCDSIZE) {
            bytes.read(position, record);
            if (!Arrays.equals(record, ZEROS)) {
                throw new DamagedException(file, "nothing behind the end-of-archive marker at byte " + at,
                        "data at byte " + position + " (zeroed, or archives joined by cat)");
            }
        }
    }

    private long size() throws DamagedException {
        try {
            return TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_LENGTH);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(file, "a member's size at byte " + (at + SIZE_OFFSET), String.valueOf(e.getMessage()));
        }
    }

    private String shortName() {
        String last = untilZero(header, 0, NAME_LENGTH);
        // GNU writes "ustar " here and uses the prefix's place for something else
        boolean posix = header[MAGIC_OFFSET] == 'u' && header[MAGIC_OFFSET + 4] == 'r' && header[MAGIC_OFFSET + 5] == 0;
        String prefix = posix ? untilZero(header, PREFIX_OFFSET, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? last : prefix + "/" + last;
    }

    private void readPax(long start, long size) throws IOException {
        try {
            Map<String, String> fields = PaxFields.parse(extension(start, size));
            longName = fields.getOrDefault("path", longName);
            longSize = fields.containsKey("size") ? Long.parseLong(fields.get("size")) : longSize;
            if (fields.keySet().stream().anyMatch(key -> key.startsWith(SPARSE))) {
                sparseName = fields.getOrDefault(SPARSE + "name", "");
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedException(file, "a pax header at byte " + start, String.valueOf(e.getMessage()));
        }
    }

    private byte[] extension(long start, long size) throws IOException {
        if (size > LONGEST_EXTENSION) {
            throw new DamagedException(file, "an extension header of at most " + LONGEST_EXTENSION + " bytes at byte " + start,
                    size + " bytes");
        }
        byte[] content = new byte[(int) size];
        bytes.read(start, content);
        return content;
    }

    private static String untilZero(byte[] text, int from, int most) {
        int end = from;
        while (end < from + most && text[end] != 0) {
            end++;
        }
        return new String(text, from, end - from, StandardCharsets.UTF_8);
    }
}
