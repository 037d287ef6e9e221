package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A CLIP's weights from somewhere else, memory-mapped: a file of {@code torch.save} (training checkpoints of open_clip, MetaCLIP, Lightning and others, with all that lies beside the weights; state dicts
 * alone, OpenAI's state dict), a safetensors file, or a folder with one of them and {@code open_clip_config.json}. Checksums are verified where the
 * file has some. The tensors end with {@link #close}. Safe for use by several threads.
 */
public final class ClipCheckpoint implements AutoCloseable {
    /** The architecture's file in a folder. */
    public static final String CONFIG = "open_clip_config.json";

    /** Weights in a folder, in the order of open_clip's preference. */
    private static final List<String> WEIGHTS = List.of("open_clip_model.safetensors", "open_clip_pytorch_model.safetensors",
            "open_clip_pytorch_model.bin", "open_clip_pytorch_model.pth", "model.safetensors", "pytorch_model.bin", "pytorch_model.pth",
            "model.pth");
    private static final List<String> QUICK_GELU_NAMES = List.of("quickgelu", "metaclip", "openai", "fullcc", "dfn2b", "dfn5b");

    private final Path file;
    private final AutoCloseable source;
    private final WeightNames.Plain weights;
    private final NestedWeights nested;
    private final @Nullable String trainedAs;

    private ClipCheckpoint(Path file, AutoCloseable source, @Nullable Object root) throws IOException {
        this.file = file;
        this.source = source;
        this.nested = NestedWeights.in(root);
        this.weights = WeightNames.plain(file, nested.weights(file));
        this.trainedAs = root instanceof Map<?, ?> map && map.get("name") instanceof String name ? name : null;
    }

    /**
     * Opens a file, or a folder's; the caller closes it.
     *
     * @throws BadInputException
     *             when it holds no weights of a CLIP; the message says what was found
     * @throws IOException
     *             when it is missing or damaged
     */
    public static ClipCheckpoint open(Path fileOrFolder) throws IOException {
        return open(fileOrFolder, true);
    }

    private static ClipCheckpoint open(Path fileOrFolder, boolean whole) throws IOException {
        Path file = Files.isDirectory(fileOrFolder) ? weightsIn(fileOrFolder) : fileOrFolder;
        return String.valueOf(file.getFileName()).endsWith(".safetensors") ? safetensors(file, whole) : torch(file, whole);
    }

    private static Path weightsIn(Path folder) throws BadInputException {
        return WEIGHTS.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new BadInputException(folder + ": expected one of " + WEIGHTS + ", found none of them"));
    }

    /** {@code whole}: all bytes are read, and checked where the file has a checksum. */
    private static ClipCheckpoint safetensors(Path file, boolean whole) throws IOException {
        SafetensorsFile source = SafetensorsFile.open(file);
        try {
            if (whole && source.metadata().containsKey("sha256")) {
                source.verify();
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : source.names()) {
                tensors.put(name, source.tensor(name));
            }
            return new ClipCheckpoint(file, source, tensors);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static ClipCheckpoint torch(Path file, boolean whole) throws IOException {
        TorchFile source = TorchFile.open(file);
        try {
            if (whole) {
                source.verify();
            }
            return new ClipCheckpoint(file, source, source.root());
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * {@return the factor of the cosines in a model's logits (exponentiated), read without the other weights}
     *
     * @param fileOrFolder
     *            as {@link #open}
     * @throws BadInputException
     *             when the model has none, or it is not a number
     */
    public static double logitScale(Path fileOrFolder) throws IOException {
        try (ClipCheckpoint checkpoint = open(fileOrFolder, false)) {
            Tensor scale = checkpoint.weights().get(ClipParameters.LOGIT_SCALE);
            float[] log = scale == null ? new float[0] : scale.floats();
            if (log.length != 1 || !Double.isFinite(Math.exp(log[0]))) {
                throw new BadInputException("%s: expected one number '%s', found %s".formatted(checkpoint.file, ClipParameters.LOGIT_SCALE,
                        Arrays.toString(log)));
            }
            return Math.exp(log[0]);
        }
    }

    /** {@return the file of the weights} */
    public Path file() {
        return file;
    }

    /** {@return the weights under open_clip's names for a plain CLIP: no prefixes, no buffers} */
    SequencedMap<String, Tensor> weights() {
        return weights.tensors();
    }

    /** {@return what stands, in words, where these parameters are expected, and where the file has tensors} */
    String insteadOf(List<String> parameters) {
        List<String> others = parameters.stream()
                .filter(weights.others()::containsKey)
                .map(name -> "%s at '%s'".formatted(weights.others().get(name), name))
                .toList();
        return others.isEmpty() ? "none of these. " + nested.holdings() : String.join(", ", others);
    }

    /**
     * {@return the architecture that lies beside the weights, if one does}
     *
     * @throws IOException
     *             when it cannot be read
     */
    public Optional<ClipConfig> config() throws IOException {
        Path config = file.resolveSibling(CONFIG);
        return Files.isRegularFile(config) ? Optional.of(ClipConfig.read(config)) : Optional.empty();
    }

    /** {@return a fingerprint of the weights, by samples of their bytes, and of the architecture beside them} */
    public String fingerprint() throws IOException {
        // "Optional": what it was once called
        String architecture = config().map(found -> "Optional[" + found.describe() + "]").orElse("Optional.empty");
        return Fingerprints.ofText(Fingerprints.sampled(file), architecture);
    }

    /** {@return why these weights are known to need QuickGELU, if they are; the weights themselves do not tell} */
    public Optional<String> needsQuickGelu() {
        if (WeightNames.isOpenAi(weights.tensors())) {
            return Optional.of("it is a state dict of OpenAI's");
        }
        Path folder = file.toAbsolutePath().getParent();
        String names = (file.getFileName() + " " + (folder == null ? "" : folder.getFileName()) + " " + trainedAs).toLowerCase(Locale.ROOT);
        return QUICK_GELU_NAMES.stream().filter(names::contains).findFirst().map(name -> "its name says '" + name + "'");
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (Exception e) {
            throw new IllegalStateException(e); // neither kind of file throws one
        }
    }
}
