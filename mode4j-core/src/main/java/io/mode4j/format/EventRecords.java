package io.mode4j.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32C;

/**
 * The records of TensorBoard's event files, as bytes to be written one after the other: a length, its checksum, a message {@code tensorflow.Event}, its checksum. Of the message's
 * fields these are written: 1 wall time, 2 step, 3 the version of the file, 5 a summary of named numbers, 7 that a session begins.
 */
public final class EventRecords {
    private static final String VERSION = "brain.Event:2";
    private static final int MASK = 0xa282ead8;
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int START = 1;

    private EventRecords() {}

    /**
     * {@return what a file begins with} A reader drops what earlier files of the folder say of the first step and those after it.
     *
     * @param seconds
     *            since 1970
     * @param firstStep
     *            the first step that the file will tell of
     */
    public static byte[] beginning(double seconds, long firstStep) {
        Message version = new Message().fixed64(1, Double.doubleToRawLongBits(seconds)).bytes(3, utf8(VERSION));
        Message session = new Message().fixed64(1, Double.doubleToRawLongBits(seconds))
                .varint(2, firstStep)
                .bytes(7, new Message().varint(1, START).toBytes());
        byte[] first = record(version.toBytes());
        byte[] second = record(session.toBytes());
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    /**
     * {@return a record of numbers after a step}
     *
     * @param seconds
     *            since 1970
     * @param values
     *            by tag, such as {@code train/loss}; kept as floats
     */
    public static byte[] scalars(double seconds, long step, SequencedMap<String, Double> values) {
        Message summary = new Message();
        for (Map.Entry<String, Double> value : values.entrySet()) {
            Message scalar = new Message().bytes(1, utf8(value.getKey()))
                    .fixed32(2, Float.floatToRawIntBits(value.getValue().floatValue()));
            summary.bytes(1, scalar.toBytes());
        }
        return record(new Message().fixed64(1, Double.doubleToRawLongBits(seconds)).varint(2, step).bytes(5, summary.toBytes()).toBytes());
    }

    private static byte[] record(byte[] message) {
        byte[] length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(message.length).array();
        return ByteBuffer.allocate(length.length + message.length + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length)
                .putInt(checksum(length))
                .put(message)
                .putInt(checksum(message))
                .array();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Fields of a protobuf message, in the order in which they are added; a number that is 0 is left out, as readers expect it. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            if (value != 0) {
                number((long) field << 3 | VARINT);
                number(value);
            }
            return this;
        }

        Message fixed64(int field, long bits) {
            number((long) field << 3 | FIXED_64);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
            return this;
        }

        Message fixed32(int field, int bits) {
            number((long) field << 3 | FIXED_32);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bits).array());
            return this;
        }

        Message bytes(int field, byte[] content) {
            number((long) field << 3 | LENGTH);
            number(content.length);
            out.writeBytes(content);
            return this;
        }

        private void number(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
