package io.mode4j.arrays;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.format.PickledArrays;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The batches of CIFAR-10 and CIFAR-100, of 32 × 32 pixels. Stateless. */
final class Cifar {
    private static final int SIDE = 32;
    private static final int BYTES = 3 * SIDE * SIDE;

    private Cifar() {}

    /** A pickled dict with {@code data}, bytes {@code [N, 3072]}, and {@code labels} or {@code fine_labels}. */
    static void readPickle(Path file, ArrayFiles.Consumer consumer) throws IOException {
        Map<?, ?> batch = PickledArrays.read(file);
        PickledArrays.Numbers data = PickledArrays.numbers(file, batch.get("data"));
        Object labels = batch.containsKey("fine_labels") ? batch.get("fine_labels") : batch.get("labels");
        if (data == null || data.shape().length != 2 || data.shape()[1] != BYTES || !(labels instanceof List<?> list)) {
            throw new BadInputException(
                    "%s: a batch of CIFAR expected, with data [N, 3072] and labels or fine_labels; found keys %s".formatted(
                            file, batch.keySet()));
        }
        NpyPairs.demandAsMany(file, data.shape()[0], file, list.size());
        byte[] picture = new byte[BYTES];
        for (int i = 0; i < list.size(); i++) {
            data.data().get(i * BYTES, picture);
            consumer.accept(file.getFileName() + "/" + i, () -> Planes.png(picture, 0, SIDE, false), String.valueOf(list.get(i)));
        }
    }

    /** Records of one or two bytes of labels, of which the last counts, and the picture. */
    static void readBinary(Path file, int labels, ArrayFiles.Consumer consumer) throws IOException {
        byte[] picture = new byte[labels + BYTES];
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0 || channel.size() % picture.length != 0) {
                throw new DamagedException(file, "pictures of " + picture.length + " bytes each", channel.size() + " bytes");
            }
            long count = channel.size() / picture.length;
            for (long i = 0; i < count; i++) {
                NpyPairs.fill(channel, file, picture);
                consumer.accept(file.getFileName() + "/" + i, () -> Planes.png(picture, labels, SIDE, false),
                        Integer.toString(picture[labels - 1] & 0xFF));
            }
        }
    }
}
