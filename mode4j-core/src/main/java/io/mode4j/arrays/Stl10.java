package io.mode4j.arrays;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** STL-10's binary files, of 96 × 96 pixels, column by column. Stateless. */
final class Stl10 {
    private static final int SIDE = 96;
    private static final int BYTES = 3 * SIDE * SIDE;

    private Stl10() {}

    static void read(Path images, Path labels, ArrayFiles.Consumer consumer) throws IOException {
        byte[] classes = Files.readAllBytes(labels);
        byte[] picture = new byte[BYTES];
        try (FileChannel channel = FileChannel.open(images)) {
            if (channel.size() == 0 || channel.size() % BYTES != 0) {
                throw new DamagedException(images, "pictures of " + BYTES + " bytes each", channel.size() + " bytes");
            }
            NpyPairs.demandAsMany(images, channel.size() / BYTES, labels, classes.length);
            for (int i = 0; i < classes.length; i++) {
                NpyPairs.fill(channel, images, picture);
                consumer.accept(images.getFileName() + "/" + i, () -> Planes.png(picture, 0, SIDE, true),
                        Integer.toString((classes[i] & 0xFF) - 1));
            }
        }
    }
}
