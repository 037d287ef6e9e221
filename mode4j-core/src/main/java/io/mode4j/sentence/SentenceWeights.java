package io.mode4j.sentence;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.JsonText;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The weights in a folder: {@code model.safetensors}, in one file or, with {@code model.safetensors.index.json}, several; or {@code pytorch_model.bin}, of which nothing is run. Views that end with
 * {@link #close}. Safe for use by several threads.
 */
public final class SentenceWeights implements AutoCloseable {
    private static final String ONE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String TORCH = "pytorch_model.bin";

    private final List<Path> files;
    private final List<AutoCloseable> sources = new ArrayList<>();
    private final Map<String, Tensor> tensors = new HashMap<>();

    private SentenceWeights(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Opens a folder's.
     *
     * @throws BadInputException
     *             if there are none
     */
    public static SentenceWeights open(Path folder) throws IOException {
        SentenceWeights weights = new SentenceWeights(files(folder));
        try {
            for (Path file : weights.files) {
                weights.add(file);
            }
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(ONE))) {
            return List.of(folder.resolve(ONE));
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            TreeSet<String> names = new TreeSet<>();
            JsonText.read(folder.resolve(INDEX), "an index of weights")
                    .path("weight_map")
                    .forEach((JsonNode name) -> names.add(name.asString("")));
            return names.stream().map(folder::resolve).toList();
        }
        if (Files.isRegularFile(folder.resolve(TORCH))) {
            return List.of(folder.resolve(TORCH));
        }
        throw new BadInputException("%s: expected weights, %s, %s or %s, found none".formatted(folder, ONE, INDEX, TORCH));
    }

    private void add(Path file) throws IOException {
        if (file.toString().endsWith(".bin")) {
            TorchFile source = TorchFile.open(file);
            sources.add(source);
            source.verify();
            tensors.putAll(source.tensors());
        } else {
            SafetensorsFile source = SafetensorsFile.open(file);
            sources.add(source);
            for (String name : source.names()) {
                tensors.put(name, source.tensor(name));
            }
        }
    }

    /** {@return a hash of all bytes of the files} */
    public String hash() throws IOException {
        SequencedCollection<String> hashes = Fingerprints.ofFiles(files);
        return hashes.size() == 1 ? hashes.getFirst() : Fingerprints.ofText(hashes.toArray(String[]::new));
    }

    /** Whether there is a tensor of this name. */
    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** {@return the rows of a matrix; none where it is not there} */
    long rows(String name) {
        Tensor tensor = tensors.get(name);
        return tensor == null || tensor.shape().length == 0 ? 0 : tensor.shape()[0];
    }

    /**
     * {@return a tensor's numbers, row major, widened to float32}
     *
     * @throws BadInputException
     *             if it is not there, or of another shape
     */
    public float[] numbers(String name, long... shape) throws BadInputException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadInputException(
                    "%s: expected weights '%s' %s, found none of this name".formatted(files.getFirst(), name, Arrays.toString(shape)));
        }
        if (!Arrays.equals(tensor.shape(), shape) || !tensor.dtype().isFloating()) {
            throw new BadInputException(
                    "%s: expected weights '%s' %s, as the configuration says, found %s %s".formatted(files.getFirst(), name,
                            Arrays.toString(shape), tensor.dtype(), Arrays.toString(tensor.shape())));
        }
        return tensor.floats();
    }

    @Override
    public void close() {
        for (AutoCloseable source : sources) {
            try {
                source.close();
            } catch (Exception e) {
                throw new IllegalStateException(e); // neither kind of file throws one
            }
        }
    }
}
