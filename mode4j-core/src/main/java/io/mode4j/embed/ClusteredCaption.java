package io.mode4j.embed;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.shard.CaptionChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which caption of every pair was embedded, and so clustered, as manifests say it: that of embeddings in its recipe, that of clusters in its summary. Stateless. */
public final class ClusteredCaption {

    /** The key in a recipe, and in a summary. */
    public static final String KEY = "caption";

    private static final String SEED = "seed";

    private ClusteredCaption() {}

    /**
     * The choice that was made.
     *
     * @param folder of embeddings, or of clusters
     * @return nothing where the folder does not say
     */
    public static Optional<CaptionChoice> read(Path folder) throws IOException {
        return read(Store.of(folder));
    }

    /** The choice that was made, as {@link #read(Path)}. */
    public static Optional<CaptionChoice> read(Store folder) throws IOException {
        Manifest manifest = Manifest.read(folder);
        Map<?, ?> said = manifest.summary().get(KEY) instanceof Map<?, ?> inSummary ? inSummary : manifest.recipe().configuration();
        return said.get(KEY) instanceof String mode
                ? Optional.of(new CaptionChoice(CaptionChoice.Mode.valueOf(mode),
                        said.get(SEED) instanceof String seed ? Long.parseLong(seed) : 0))
                : Optional.empty();
    }

    /** A choice as a summary says it. */
    public static Map<String, String> summary(CaptionChoice captions) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put(KEY, captions.mode().name());
        summary.put(SEED, Long.toString(captions.seed()));
        return summary;
    }
}
