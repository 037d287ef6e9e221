package io.mode4j.icons;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** How drawn pictures are stored. Thread-safe; the same pixels give the same bytes. */
public enum PictureFormat {
    /** PNG, 8-bit RGB, no row filters (fast to decode, and small for flat colours), one {@code IDAT} chunk. */
    PNG("png") {
        @Override
        byte[] encode(int[] pixels, int size) throws IOException {
            var out = new ByteArrayOutputStream(4096);
            out.write(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            var header = new ByteArrayOutputStream();
            var fields = new DataOutputStream(header);
            fields.writeInt(size);
            fields.writeInt(size);
            fields.write(new byte[]{8 /* bits */, 2 /* RGB */, 0, 0, 0});
            chunk(out, "IHDR", header.toByteArray());
            chunk(out, "IDAT", deflate(pixels, size));
            chunk(out, "IEND", new byte[0]);
            return out.toByteArray();
        }
    },
    /** Baseline JPEG of quality 0.92. */
    JPEG("jpg") {
        @Override
        byte[] encode(int[] pixels, int size) throws IOException {
            var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, size, size, pixels, 0, size);
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            var out = new ByteArrayOutputStream(4096);
            try (var stream = new MemoryCacheImageOutputStream(out)) {
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(0.92f);
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), parameters);
            } finally {
                writer.dispose();
            }
            return out.toByteArray();
        }
    };

    private static final int COMPRESSION_LEVEL = 6;

    private final String extension;

    PictureFormat(String extension) {
        this.extension = extension;
    }

    /** The file name's ending in the shards, without the dot. */
    String extension() {
        return extension;
    }

    /** @param pixels {@code [size, size]}, {@code 0xRRGGBB}, row-major */
    abstract byte[] encode(int[] pixels, int size) throws IOException;

    private static byte[] deflate(int[] pixels, int size) throws IOException {
        byte[] rows = new byte[size * (1 + 3 * size)];
        int at = 0;
        for (int y = 0; y < size; y++) {
            rows[at++] = 0; // the row's filter: none
            for (int x = 0; x < size; x++) {
                int pixel = pixels[y * size + x];
                rows[at++] = (byte) (pixel >> 16);
                rows[at++] = (byte) (pixel >> 8);
                rows[at++] = (byte) pixel;
            }
        }
        var deflater = new Deflater(COMPRESSION_LEVEL);
        var out = new ByteArrayOutputStream(4096);
        try (var stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(rows);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) throws IOException {
        var typed = new ByteArrayOutputStream(data.length + 4);
        for (int i = 0; i < 4; i++) {
            typed.write(type.charAt(i));
        }
        typed.write(data);
        var checksum = new CRC32();
        checksum.update(typed.toByteArray());
        var fields = new DataOutputStream(out);
        fields.writeInt(data.length);
        fields.write(typed.toByteArray());
        fields.writeInt((int) checksum.getValue());
    }
}
