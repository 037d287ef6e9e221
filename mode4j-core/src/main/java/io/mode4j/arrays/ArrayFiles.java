package io.mode4j.arrays;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Labelled pictures in files of numbers. Two of equal files are equal. The pictures come in the order of the files.
 *
 * @param format of the files
 * @param images the files of the pictures; of some formats the labels are in them, too
 * @param labels the file of the labels of each of these, as far as they have such
 */
public record ArrayFiles(ArrayFormat format, List<Path> images, List<Path> labels) {

    /** A picture that is made, or read, when it is asked for, and no later than its consumer returns. */
    @FunctionalInterface
    public interface Encoded {
        /** {@return a whole picture file; pixels that came as numbers are a PNG} */
        byte[] bytes() throws IOException;
    }

    /** What is done with a picture. */
    @FunctionalInterface
    public interface Consumer {
        /**
         * Takes one.
         *
         * @param key     names it: the file and its place in it, or its path
         * @param encoded the picture
         * @param label   the number of its class, or what the files call it
         */
        void accept(String key, Encoded encoded, String label) throws IOException;
    }

    /** Copies the lists; at least one file. */
    public ArrayFiles {
        images = List.copyOf(images);
        labels = List.copyOf(labels);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("at least one file expected");
        }
    }

    /**
     * Reads all.
     *
     * @throws io.mode4j.artifact.BadInputException if a file is of another kind, or files do not fit together
     * @throws io.mode4j.artifact.DamagedException  if a file is cut short
     */
    public void read(Consumer consumer) throws IOException {
        for (int f = 0; f < images.size(); f++) {
            switch (format) {
                case NPY -> NpyPairs.read(images.get(f), labels.get(f), consumer);
                case CIFAR_PICKLE -> Cifar.readPickle(images.get(f), consumer);
                case CIFAR10_BINARY -> Cifar.readBinary(images.get(f), 1, consumer);
                case CIFAR100_BINARY -> Cifar.readBinary(images.get(f), 2, consumer);
                case IDX -> Idx.read(images.get(f), labels.get(f), consumer);
                case STL10 -> Stl10.read(images.get(f), labels.get(f), consumer);
            }
        }
    }

    @Override
    public String toString() {
        return String.join(", ", images.stream().map(Path::toString).toList());
    }
}
