package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which architecture a checkpoint is of, when nobody says. Stateless. */
public final class Conversion {
    private Conversion() {}

    /**
     * The architecture beside the weights, or the only named one that fits their shapes. Shapes do not show the activation: it follows from what is known
     * of the weights, else there is no answer.
     *
     * @throws BadInputException
     *             when there is no answer, or more than one; the message names them
     */
    public static ClipConfig architecture(ClipCheckpoint checkpoint) throws IOException {
        Optional<ClipConfig> own = checkpoint.config();
        if (own.isPresent()) {
            return own.get();
        }
        boolean quick = checkpoint.needsQuickGelu().isPresent();
        List<Map.Entry<String, ClipConfig>> fitting = Architectures.named()
                .entrySet()
                .stream()
                .filter(named -> Shapes.match(checkpoint, named.getValue()))
                .toList();
        List<ClipConfig> known = fitting.stream()
                .map(Map.Entry::getValue)
                .filter(config -> quick && config.quickGelu())
                .distinct()
                .toList();
        if (known.size() == 1) {
            return known.getFirst();
        }
        throw new BadInputException(fitting.isEmpty()
                ? checkpoint.file() + " fits none of the named architectures. Give its open_clip model configuration with option config."
                : checkpoint.file() + " fits " + String.join(", ", fitting.stream().map(Map.Entry::getKey).toList())
                        + "; the weights do not show the activation. Name one with option architecture.");
    }
}
