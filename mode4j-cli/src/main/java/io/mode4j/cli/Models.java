package io.mode4j.cli;

import io.mode4j.train.ClipConfig;
import io.mode4j.train.ClipConfig.Text;
import io.mode4j.train.ClipConfig.Vision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Architectures by name. CLIP's own are as MetaCLIP and MoDE train them, with QuickGELU. */
final class Models {
    private static final int VOCABULARY = 49_408;
    private static final Map<String, ClipConfig> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("compact-64", ClipConfig.of(128, new Vision(64, 16, 128, 3, 64, 4), new Text(32, VOCABULARY, 128, 2, 2), true));
        NAMED.put("ViT-S-32", ClipConfig.of(384, new Vision(224, 32, 384, 12, 64, 4), new Text(77, VOCABULARY, 384, 6, 12), true));
        NAMED.put("ViT-B-32", ClipConfig.of(512, new Vision(224, 32, 768, 12, 64, 4), new Text(77, VOCABULARY, 512, 8, 12), true));
        NAMED.put("ViT-B-16", ClipConfig.of(512, new Vision(224, 16, 768, 12, 64, 4), new Text(77, VOCABULARY, 512, 8, 12), true));
        NAMED.put("ViT-L-14", ClipConfig.of(768, new Vision(224, 14, 1024, 24, 64, 4), new Text(77, VOCABULARY, 768, 12, 12), true));
    }

    private Models() {}

    /**
     * The architecture of a name, or of an open_clip configuration file.
     *
     * @throws IOException when the file is missing or is none
     */
    static ClipConfig named(String nameOrFile) throws IOException {
        ClipConfig named = NAMED.get(nameOrFile);
        if (named != null) {
            return named;
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new IOException("--model: expected one of " + String.join(", ", NAMED.keySet())
                    + " or an open_clip model configuration (.json), found '" + nameOrFile + "'");
        }
        return ClipConfig.read(file);
    }
}
