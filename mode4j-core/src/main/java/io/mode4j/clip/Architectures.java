package io.mode4j.clip;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipConfig.Text;
import io.mode4j.clip.ClipConfig.Vision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Architectures by open_clip's names; those that end in {@code -quickgelu} compute with QuickGELU, the others with GELU. MetaCLIP's and MoDE's
 * models have names of their own: all of theirs need QuickGELU. {@code compact-64} and {@code small-64} are this project's, for small pictures. Stateless.
 */
public final class Architectures {
    /** The name of the architecture that is trained when none is asked for. */
    public static final String DEFAULT = "compact-64";

    private static final int VOCABULARY = 49_408;
    private static final String QUICK = "-quickgelu";
    private static final SequencedMap<String, ClipConfig> NAMED = new LinkedHashMap<>();

    /** A tower of text: width, heads, layers. */
    private record Words(int width, int heads, int layers) {}

    static {
        NAMED.put(DEFAULT, ClipConfig.of(128, new Vision(64, 16, 128, 3, 64, 4), new Text(32, VOCABULARY, 128, 2, 2), true));
        NAMED.put("small-64", ClipConfig.of(64, new Vision(64, 16, 64, 2, 32, 4), new Text(24, VOCABULARY, 64, 2, 1), true));
        Words tiny = new Words(256, 4, 10);
        Words small = new Words(384, 6, 12);
        Words base = new Words(512, 8, 12);
        Words plus = new Words(640, 10, 12);
        Words large = new Words(768, 12, 12);
        Words huge = new Words(1024, 16, 24);
        Words giant = new Words(1280, 20, 32);
        add("ViT-S-32", 384, new Vision(224, 32, 384, 12, 64, 4), small);
        add("ViT-S-16", 384, new Vision(224, 16, 384, 12, 64, 4), small);
        add("ViT-S-32-alt", 256, new Vision(224, 32, 384, 12, 64, 4), tiny);
        add("ViT-S-16-alt", 256, new Vision(224, 16, 384, 12, 64, 4), tiny);
        add("ViT-M-32", 512, new Vision(224, 32, 512, 12, 64, 4), base);
        add("ViT-M-16", 512, new Vision(224, 16, 512, 12, 64, 4), base);
        add("ViT-M-32-alt", 384, new Vision(224, 32, 512, 12, 64, 4), small);
        add("ViT-M-16-alt", 384, new Vision(224, 16, 512, 12, 64, 4, 1e-4, 0, Vision.Pool.TOK, true, false), small);
        addBoth("ViT-B-32", 512, new Vision(224, 32, 768, 12, 64, 4), base);
        add("ViT-B-32-256", 512, new Vision(256, 32, 768, 12, 64, 4), base);
        addBoth("ViT-B-16", 512, new Vision(224, 16, 768, 12, 64, 4), base);
        add("ViT-B-32-plus-256", 640, new Vision(256, 32, 896, 12, 64, 4), plus);
        add("ViT-B-16-plus", 640, new Vision(224, 16, 896, 12, 64, 4), plus);
        add("ViT-B-16-plus-240", 640, new Vision(240, 16, 896, 12, 64, 4), plus);
        add("ViT-L-16", 768, new Vision(224, 16, 1024, 24, 64, 4), large);
        add("ViT-L-16-320", 768, new Vision(320, 16, 1024, 24, 64, 4), large);
        addBoth("ViT-L-14", 768, new Vision(224, 14, 1024, 24, 64, 4), large);
        add("ViT-L-14-280", 768, new Vision(280, 14, 1024, 24, 64, 4), large);
        addBoth("ViT-L-14-336", 768, new Vision(336, 14, 1024, 24, 64, 4), large);
        add("ViT-H-16", 1024, new Vision(224, 16, 1280, 32, 80, 4), huge);
        addBoth("ViT-H-14", 1024, new Vision(224, 14, 1280, 32, 80, 4), huge);
        addBoth("ViT-H-14-378", 1024, new Vision(378, 14, 1280, 32, 80, 4), huge);
        add("ViT-g-14", 1024, new Vision(224, 14, 1408, 40, 88, 4.3637), huge);
        addBoth("ViT-bigG-14", 1280, new Vision(224, 14, 1664, 48, 104, 4.9231), giant);
        add("ViT-e-14", 1280, new Vision(224, 14, 1792, 56, 112, 8.5715), new Words(1280, 20, 36));
        for (String size : new String[]{"B-32", "B-16", "L-14"}) {
            NAMED.put("MoDE-" + size, named("ViT-" + size + QUICK));
        }
        for (String size : new String[]{"B-32", "B-16", "L-14", "H-14", "bigG-14"}) {
            NAMED.put("MetaCLIP-" + size, named("ViT-" + size + QUICK));
        }
    }

    private Architectures() {}

    private static void add(String name, int embedDim, Vision vision, Words words) {
        NAMED.put(name, config(embedDim, vision, words, false));
    }

    private static void addBoth(String name, int embedDim, Vision vision, Words words) {
        add(name, embedDim, vision, words);
        NAMED.put(name + QUICK, config(embedDim, vision, words, true));
    }

    private static ClipConfig config(int embedDim, Vision vision, Words words, boolean quickGelu) {
        return ClipConfig.of(embedDim, vision, new Text(77, VOCABULARY, words.width(), words.heads(), words.layers()), quickGelu);
    }

    /**
     * {@return the architecture of a name}
     *
     * @throws IllegalArgumentException
     *             when there is none
     */
    public static ClipConfig named(String name) {
        ClipConfig config = NAMED.get(name);
        if (config == null) {
            throw new IllegalArgumentException("no architecture " + name);
        }
        return config;
    }

    /** {@return every architecture by its name} */
    public static SequencedMap<String, ClipConfig> named() {
        return Collections.unmodifiableSequencedMap(NAMED);
    }

    /**
     * The architecture of a name, or of an open_clip configuration file.
     *
     * @throws IOException
     *             when it is neither, or the file is no such configuration
     */
    public static ClipConfig of(String nameOrFile) throws IOException {
        ClipConfig named = NAMED.get(nameOrFile);
        if (named != null) {
            return named;
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("expected one of the architectures " + String.join(", ", NAMED.keySet())
                    + ", or an open_clip model configuration (.json), found '" + nameOrFile + "'");
        }
        return ClipConfig.read(file);
    }
}
