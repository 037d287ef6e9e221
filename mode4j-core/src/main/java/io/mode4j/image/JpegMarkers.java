package io.mode4j.image;

import io.mode4j.image.PictureHeader.Format;
import io.mode4j.image.UndecodableImageException.Cause;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks the markers of a JPEG file: its frame header, and whether the file goes on to its end marker; libjpeg paints what is missing grey. Stateless.
 *
 * <p>
 * Source: ITU-T T.81, annex B.
 */
final class JpegMarkers {

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;
    private static final int TEMPORARY = 0x01;
    private static final int ADOBE = 0xEE;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private JpegMarkers() {}

    /**
     * Reads the frame header of a whole file.
     *
     * @throws UndecodableImageException
     *             if there is none, its size is beyond the limit, or the end marker is missing
     */
    static PictureHeader header(byte[] file) throws UndecodableImageException {
        PictureHeader header = null;
        int at = 2;
        while (true) {
            at = marker(file, at);
            int marker = file[at++] & 0xFF;
            if (marker == END) {
                if (header == null) {
                    throw damaged("JPEG without a frame");
                }
                return header;
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = length(file, at);
            if (header == null && isFrame(marker)) {
                header = frame(file, at, length);
            }
            at += length;
        }
    }

    /** The transform of the Adobe segment before the first scan: 2 for YCCK; -1 without such a segment. The file is one that {@link #header} read. */
    static int adobeTransform(byte[] file) throws UndecodableImageException {
        int at = 2;
        while (true) {
            at = marker(file, at);
            int marker = file[at++] & 0xFF;
            if (marker == SCAN || marker == END) {
                return -1;
            }
            if (!standsAlone(marker)) {
                int length = length(file, at);
                if (marker == ADOBE && length >= 14 && file[at + 2] == 'A' && file[at + 3] == 'd') {
                    return file[at + 13];
                }
                at += length;
            }
        }
    }

    private static boolean standsAlone(int marker) {
        return (marker >= FIRST_RESTART && marker <= LAST_RESTART) || marker == TEMPORARY || marker == START;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static PictureHeader frame(byte[] file, int at, int length) throws UndecodableImageException {
        if (length < 8) {
            throw damaged("JPEG frame header of " + length + " bytes");
        }
        return PictureHeader.checked(Format.JPEG, number(file, at + 5), number(file, at + 3), file[at + 7] & 0xFF);
    }

    /**
     * Where the next marker's second byte is. What is between segments is looked over, as libjpeg does: fill bytes, a scan's data with its stuffed
     * zeros, and garbage.
     */
    private static int marker(byte[] file, int from) throws UndecodableImageException {
        int at = from;
        while (at + 1 < file.length) {
            if (at + Long.BYTES <= file.length && !hasFill((long) LONGS.get(file, at))) {
                at += Long.BYTES;
            } else if (file[at] == (byte) 0xFF && file[at + 1] != 0 && file[at + 1] != (byte) 0xFF) {
                return at + 1;
            } else {
                at++;
            }
        }
        throw cutOff(file);
    }

    /** Whether one of eight bytes is 0xFF, as few in a scan are: whether one of their complements is 0. */
    private static boolean hasFill(long bytes) {
        return (~bytes - 0x0101010101010101L & bytes & 0x8080808080808080L) != 0;
    }

    private static int length(byte[] file, int at) throws UndecodableImageException {
        if (at + 1 >= file.length || at + number(file, at) > file.length) {
            throw cutOff(file);
        }
        if (number(file, at) < 2) {
            throw damaged("JPEG segment of length " + number(file, at) + " at " + at);
        }
        return number(file, at);
    }

    private static int number(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }

    private static UndecodableImageException cutOff(byte[] file) {
        return damaged("JPEG cut off after " + file.length + " bytes");
    }

    private static UndecodableImageException damaged(String message) {
        return new UndecodableImageException(Cause.DAMAGED, message);
    }
}
