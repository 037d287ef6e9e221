package io.mode4j.dataset;

import io.mode4j.arrays.ArrayFiles;
import io.mode4j.arrays.ArrayFormat;
import io.mode4j.artifact.BadInputException;
import io.mode4j.task.PictureSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where the files of well-known data sets are in a folder, as torchvision has them: in their sub-folder, or in the folder itself. Stateless. */
final class NumberFiles {
    private static final String BATCH = "data_batch_";

    private NumberFiles() {}

    /** {@code SPLIT_images.npy} with {@code SPLIT_labels.npy}. */
    static PictureSource npy(Path root, String split) throws BadInputException {
        return arrays(ArrayFormat.NPY, List.of(demand(root, "", split + "_images.npy")), List.of(demand(root, "", split + "_labels.npy")));
    }

    /** The batches of CIFAR-10. */
    static PictureSource cifar10(Path root, boolean train) throws BadInputException {
        boolean binary = isBinary(root, "cifar-10-batches-py", "test_batch", "cifar-10-batches-bin", "test_batch.bin");
        List<String> names = train ? IntStream.rangeClosed(1, 5).mapToObj(i -> BATCH + i).toList() : List.of("test_batch");
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(binary ? demand(root, "cifar-10-batches-bin", name + ".bin") : demand(root, "cifar-10-batches-py", name));
        }
        return arrays(binary ? ArrayFormat.CIFAR10_BINARY : ArrayFormat.CIFAR_PICKLE, files, List.of());
    }

    /** CIFAR-100. */
    static PictureSource cifar100(Path root, boolean train) throws BadInputException {
        boolean binary = isBinary(root, "cifar-100-python", "test", "cifar-100-binary", "test.bin");
        String name = train ? "train" : "test";
        Path file = binary ? demand(root, "cifar-100-binary", name + ".bin") : demand(root, "cifar-100-python", name);
        return arrays(binary ? ArrayFormat.CIFAR100_BINARY : ArrayFormat.CIFAR_PICKLE, List.of(file), List.of());
    }

    /** MNIST; also compressed. */
    static PictureSource mnist(Path root, boolean train) throws BadInputException {
        String name = train ? "train" : "t10k";
        return arrays(ArrayFormat.IDX, List.of(zipped(root, name + "-images-idx3-ubyte")),
                List.of(zipped(root, name + "-labels-idx1-ubyte")));
    }

    /** STL-10. */
    static PictureSource stl10(Path root, boolean train) throws BadInputException {
        String name = train ? "train" : "test";
        return arrays(ArrayFormat.STL10, List.of(demand(root, "stl10_binary", name + "_X.bin")),
                List.of(demand(root, "stl10_binary", name + "_y.bin")));
    }

    private static PictureSource arrays(ArrayFormat format, List<Path> images, List<Path> labels) {
        return new PictureSource.Arrays(new ArrayFiles(format, images, labels));
    }

    /** Whether the binary version is there, and the one for Python is not. */
    private static boolean isBinary(Path root, String python, String file, String binary, String binaryFile) {
        return !Files.exists(root.resolve(python).resolve(file)) && !Files.exists(root.resolve(file))
                && (Files.exists(root.resolve(binary).resolve(binaryFile)) || Files.exists(root.resolve(binaryFile)));
    }

    private static Path zipped(Path root, String name) throws BadInputException {
        for (Path folder : List.of(root.resolve("MNIST/raw"), root)) {
            for (String file : List.of(name, name + ".gz")) {
                if (Files.exists(folder.resolve(file))) {
                    return folder.resolve(file);
                }
            }
        }
        return demand(root, "MNIST/raw", name);
    }

    private static Path demand(Path root, String inside, String file) throws BadInputException {
        Path place = root.resolve(inside).resolve(file);
        if (Files.exists(place)) {
            return place;
        }
        if (!Files.exists(root.resolve(file))) {
            throw new BadInputException("%s expected, found none".formatted(place));
        }
        return root.resolve(file);
    }
}
