package io.mode4j.task;

import io.mode4j.embed.SentenceEncoder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What embeds that by which experts are weighed: the tasks' texts, or their pictures, or nothing where there are no experts.
 *
 * @param sentences the encoder of the clustered captions
 * @param pictures  folder of the CLIP that embedded the clustered pictures
 */
public record Routing(Optional<SentenceEncoder> sentences, Optional<Path> pictures) {

    /** There are no experts. */
    public static Routing none() {
        return new Routing(Optional.empty(), Optional.empty());
    }

    /** By texts. The caller closes the encoder. */
    public static Routing byTexts(SentenceEncoder sentences) {
        return new Routing(Optional.of(sentences), Optional.empty());
    }

    /** By pictures. */
    public static Routing byPictures(Path model) {
        return new Routing(Optional.empty(), Optional.of(model));
    }
}
