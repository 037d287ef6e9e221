package io.mode4j.arrays;

import io.mode4j.artifact.DamagedException;
import io.mode4j.image.RawPng;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** MNIST's files: two zeros, the number type (8: bytes), the number of dimensions, their sizes as 32 bits each, the highest byte first; then the numbers. Stateless. */
final class Idx {
    private static final int BYTES_3D = 0x0803;
    private static final int BYTES_1D = 0x0801;

    private Idx() {}

    static void read(Path images, Path labels, ArrayFiles.Consumer consumer) throws IOException {
        try (DataInputStream pictures = open(images); DataInputStream classes = open(labels)) {
            int count = head(images, pictures, BYTES_3D, "pictures");
            NpyPairs.demandAsMany(images, count, labels, head(labels, classes, BYTES_1D, "labels"));
            int height = pictures.readInt();
            int width = pictures.readInt();
            if (height < 1 || width < 1 || (long) height * width > 1 << 24) {
                throw new DamagedException(images, "pictures of some pixels", height + " × " + width);
            }
            byte[] picture = new byte[height * width];
            for (int i = 0; i < count; i++) {
                pictures.readFully(picture);
                consumer.accept(name(images) + "/" + i, () -> RawPng.of(picture, width, height, 1),
                        Integer.toString(classes.readUnsignedByte()));
            }
        } catch (EOFException e) {
            throw new DamagedException(images, "as many pictures and labels as the heads say, also in " + labels.getFileName(),
                    "an end before");
        }
    }

    private static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    }

    private static int head(Path file, DataInputStream in, int magic, String what) throws IOException {
        int found = in.readInt();
        if (found != magic) {
            throw new DamagedException(file, "an idx file of %s (0x%08x first)".formatted(what, magic), "0x%08x".formatted(found));
        }
        return in.readInt();
    }

    private static DataInputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean zipped = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return new DataInputStream(zipped ? new BufferedInputStream(new GZIPInputStream(in)) : in);
    }
}
