package io.mode4j.arrays;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.format.Npy;
import io.mode4j.image.RawPng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Pixels, or paths of pictures, and labels as two NumPy arrays. Labels are numbers, or texts, which are numbered in their order. Stateless. */
final class NpyPairs {

    private NpyPairs() {}

    static void read(Path images, Path labels, ArrayFiles.Consumer consumer) throws IOException {
        List<String> ofPictures = labels(labels);
        List<String> paths = Npy.texts(images);
        if (paths != null) {
            demandAsMany(images, paths.size(), labels, ofPictures.size());
            for (int i = 0; i < paths.size(); i++) {
                Path picture = picture(images, paths.get(i));
                consumer.accept(paths.get(i), () -> Files.readAllBytes(picture), ofPictures.get(i));
            }
            return;
        }
        readPixels(images, labels, ofPictures, consumer);
    }

    /** The file of a path: one that is relative is meant from the file's folder, else from the working folder, as Python means it. */
    static Path picture(Path images, String path) throws BadInputException {
        Path beside = images.resolveSibling(path);
        if (Files.isRegularFile(beside)) {
            return beside;
        }
        if (!Files.isRegularFile(Path.of(path))) {
            throw new BadInputException("%s names the picture '%s', which is not there".formatted(images, path));
        }
        return Path.of(path);
    }

    private static void readPixels(Path images, Path labels, List<String> ofPictures, ArrayFiles.Consumer consumer) throws IOException {
        Npy.Bytes pixels = Npy.bytes(images);
        long[] shape = pixels.shape();
        boolean gray = shape.length == 3;
        if (!(gray || (shape.length == 4 && shape[3] == 3))) {
            throw new BadInputException(
                    "%s: pixels [N, H, W, 3] or [N, H, W] expected, found shape %s".formatted(images, Arrays.toString(shape)));
        }
        demandAsMany(images, shape[0], labels, ofPictures.size());
        int height = Math.toIntExact(shape[1]);
        int width = Math.toIntExact(shape[2]);
        byte[] picture = new byte[Math.multiplyExact(Math.multiplyExact(height, width), gray ? 1 : 3)];
        try (FileChannel channel = FileChannel.open(images)) {
            channel.position(pixels.dataOffset());
            for (int i = 0; i < shape[0]; i++) {
                fill(channel, images, picture);
                consumer.accept(images.getFileName() + "/" + i, () -> RawPng.of(picture, width, height, gray ? 1 : 3), ofPictures.get(i));
            }
        }
    }

    static void fill(FileChannel channel, Path file, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new DamagedException(file, "%d more bytes".formatted(buffer.remaining()), "its end");
            }
        }
    }

    static void demandAsMany(Path images, long pictures, Path labels, long count) throws BadInputException {
        if (pictures != count) {
            throw new BadInputException(
                    "%s has %d pictures, and %s has %d labels; as many expected".formatted(images, pictures, labels, count));
        }
    }

    private static List<String> labels(Path file) throws IOException {
        List<String> texts = Npy.texts(file);
        if (texts != null) {
            List<String> sorted = List.copyOf(new TreeSet<>(texts));
            return texts.stream().map(text -> Integer.toString(sorted.indexOf(text))).toList();
        }
        return Arrays.stream(Npy.numbers(file, Files.readAllBytes(file)))
                .mapToObj(label -> label == Math.rint(label) ? Long.toString((long) label) : Double.toString(label))
                .toList();
    }
}
