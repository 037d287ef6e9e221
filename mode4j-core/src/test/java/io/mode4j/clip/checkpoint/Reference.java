package io.mode4j.clip.checkpoint;

import io.mode4j.clip.ClipConfig;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Files that open_clip and PyTorch made; see the README beside them. */
final class Reference {
    private Reference() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Reference.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ClipConfig tiny() throws IOException {
        return ClipConfig.read(file("tiny.json"));
    }

    /** {@return a copy of a safetensors file's tensors} */
    static SequencedMap<String, Tensor> tensors(String name) throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(file(name))) {
            for (String key : file.names()) {
                tensors.put(key, Tensor.of(file.floats(key), file.tensor(key).shape()));
            }
        }
        return tensors;
    }

    /** {@return the parameters that every reference checkpoint holds} */
    static SequencedMap<String, Tensor> weights() throws IOException {
        return tensors("expected.safetensors");
    }

    static Tensor named(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
