package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The head of an {@code .npy} file: {@code \x93NUMPY}, version (major, minor), length of the text (16 bits in version 1, 32 in 2 and 3, little
 * endian), the text (a Python dictionary, padded with spaces so that the data begins at a multiple of 64, ended by a newline), then the data.
 *
 * @param dtype the number type
 * @param order of the bytes of a number
 * @param fortran whether the first index of the numbers runs fastest, as in Fortran, not the last
 * @param shape the size of each dimension
 * @param dataOffset where the data begins, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record NpyHeader(Dtype dtype, ByteOrder order, boolean fortran, long[] shape, long dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int LONGEST = 1 << 16;
    private static final int LOOKED_AT = 512;
    private static final Pattern TEXT = Pattern.compile(
            "\\{\\s*'descr':\\s*(?<descr>'[^']*'|\\[.*\\]|\\(.*\\)),\\s*'fortran_order':\\s*(?<fortran>True|False),\\s*'shape':\\s*\\((?<shape>[0-9L, ]*)\\),?\\s*}\\s*");

    long count() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    static void write(OutputStream out, Dtype dtype, long... shape) throws IOException {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String tuple = shape.length == 1 ? sizes + "," : sizes;
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(dtype.npyName(), tuple);
        int head = MAGIC.length + 2 + Short.BYTES;
        int padding = Math.floorMod(-(head + text.length() + 1), ALIGNMENT);
        byte[] padded = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        DataOutputStream data = new DataOutputStream(out);
        data.write(MAGIC);
        data.write(new byte[]{1, 0});
        data.writeShort(Short.reverseBytes((short) padded.length));
        data.write(padded);
    }

    /** Where the bytes of a file are. */
    interface Source {
        /** Reads from a position on, as {@link FileChannel#read(ByteBuffer, long)}. */
        int read(ByteBuffer into, long position) throws IOException;

        /** How many there are. */
        long size() throws IOException;

        /** A file's. */
        static Source of(FileChannel channel) {
            return new Source() {
                @Override
                public int read(ByteBuffer into, long position) throws IOException {
                    return channel.read(into, position);
                }

                @Override
                public long size() throws IOException {
                    return channel.size();
                }
            };
        }

        /** Those of a file that was read. */
        static Source of(byte[] file) {
            return new Source() {
                @Override
                public int read(ByteBuffer into, long position) {
                    int count = (int) Math.min(into.remaining(), file.length - position);
                    if (count <= 0) {
                        return -1;
                    }
                    into.put(file, (int) position, count);
                    return count;
                }

                @Override
                public long size() {
                    return file.length;
                }
            };
        }
    }

    static NpyHeader read(Path file, FileChannel channel) throws IOException {
        return read(file, Source.of(channel));
    }

    static NpyHeader read(Path file, Source channel) throws IOException {
        NpyHeader header = parse(file, head(file, channel));
        header.checkSize(file, channel.size());
        return header;
    }

    /** The head of a file that begins so. */
    static NpyHeader beginning(Path file, byte[] bytes) throws IOException {
        return parse(file, head(file, Source.of(bytes)));
    }

    private static Head head(Path file, Source channel) throws IOException {
        ByteBuffer head = bytes(file, channel, 0, MAGIC.length + 2 + Short.BYTES);
        byte[] magic = new byte[MAGIC.length];
        head.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            FileKind.refuseOthers(file, bytes(file, channel, 0, (int) Math.min(LOOKED_AT, channel.size())).array(), "an .npy file");
            throw new DamagedException(file, "an .npy file (\\x93NUMPY first)", "other bytes");
        }
        int version = head.get();
        int sizeBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        if (version < 1 || version > 3) {
            throw new BadInputException(file + ": expected an .npy file of version 1 to 3, found version " + version);
        }
        int start = MAGIC.length + 2 + sizeBytes;
        ByteBuffer size = bytes(file, channel, MAGIC.length + 2, sizeBytes);
        long length = version == 1 ? Short.toUnsignedInt(size.getShort()) : Integer.toUnsignedLong(size.getInt());
        if (length > LONGEST) {
            throw new DamagedException(file, "a header of at most " + LONGEST + " bytes", length + " bytes");
        }
        return new Head(StandardCharsets.UTF_8.decode(bytes(file, channel, start, (int) length)).toString(), start + length);
    }

    /** A header as it is written, and where the data begins. */
    private record Head(String text, long dataOffset) {

        Matcher matcher(Path file) throws DamagedException {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new DamagedException(file, "a header with descr, fortran_order and shape", "'" + text.strip() + "'");
            }
            return matcher;
        }
    }

    /**
     * Where the texts of a vector of NumPy's type U are, which is no number type.
     *
     * @param letters of each text, filled up with zeros
     * @param count   of texts
     */
    record TextVector(int letters, ByteOrder order, int count, long dataOffset) {}

    /** {@return where texts are; null when it is another array} */
    static @Nullable TextVector texts(Path file, Source channel) throws IOException {
        Head head = head(file, channel);
        Matcher matcher = head.matcher(file);
        Matcher type = Pattern.compile("([<>])U(\\d{1,6})").matcher(matcher.group("descr").replace("'", ""));
        Matcher vector = Pattern.compile("(\\d{1,9})L?, *").matcher(matcher.group("shape"));
        if (!type.matches() || !vector.matches()) {
            return null;
        }
        TextVector texts = new TextVector(Integer.parseInt(type.group(2)),
                type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN, Integer.parseInt(vector.group(1)),
                head.dataOffset());
        long expected = texts.dataOffset() + (long) Integer.BYTES * texts.letters() * texts.count();
        if (channel.size() != expected) {
            throw new DamagedException(file, expected + " bytes for " + texts.count() + " texts", channel.size() + " bytes");
        }
        return texts;
    }

    private static NpyHeader parse(Path file, Head head) throws IOException {
        Matcher matcher = head.matcher(file);
        long dataOffset = head.dataOffset();
        String descr = matcher.group("descr").replace("'", "");
        Dtype dtype = Dtype.ofNpy(descr.startsWith(">") || descr.startsWith("=") ? "<" + descr.substring(1) : descr);
        if (dtype == null) {
            throw new BadInputException(
                    "%s: expected numbers of 16 to 64 bits, found NumPy's type %s. Save it as float32: a.astype('float32')"
                            .formatted(file, descr));
        }
        ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try {
            long[] shape = Pattern.compile("[L, ]+")
                    .splitAsStream(matcher.group("shape"))
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new NpyHeader(dtype, order, matcher.group("fortran").equals("True"), shape, dataOffset);
        } catch (NumberFormatException e) {
            throw new DamagedException(file, "a shape of 64-bit numbers", matcher.group("shape"));
        }
    }

    /** {@return the array's kind, for messages} */
    String words() {
        return dtype.name().toLowerCase(Locale.ROOT) + " of shape " + Arrays.toString(shape);
    }

    private void checkSize(Path file, long size) throws DamagedException {
        try {
            long expected = Math.addExact(dataOffset, Math.multiplyExact(count(), (long) dtype.bytes()));
            if (size != expected) {
                throw new DamagedException(file, expected + " bytes for shape " + Arrays.toString(shape), size + " bytes");
            }
        } catch (ArithmeticException e) {
            throw new DamagedException(file, "a shape that fits in memory", Arrays.toString(shape));
        }
    }

    private static ByteBuffer bytes(Path file, Source channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new DamagedException(file, "an .npy header of at least " + (from + length) + " bytes", channel.size() + " bytes");
            }
        }
        return buffer.flip();
    }
}
