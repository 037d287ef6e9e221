package io.mode4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Named sets of option values that belong together, kept as configuration files beside this class. */
enum Preset {
    /** For one's own data: a ViT-B/32 trained as the paper does. */
    STANDARD,
    /** For pictures of 64×64 on a laptop, within minutes. */
    QUICKSTART,
    /** The quickstart in miniature, to see that everything works. */
    SMOKE;

    static Map<String, String> read(String name, OptionNames names) throws IOException {
        Preset preset = java.util.Arrays.stream(values()).filter(value -> value.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--preset: expected one of standard, quickstart, smoke, found '" + name + "'"));
        String resource = "preset-" + preset.name().toLowerCase(java.util.Locale.ROOT) + ".yaml";
        try (InputStream in = java.util.Objects.requireNonNull(Preset.class.getResourceAsStream(resource), resource)) {
            return ConfigFile.read(in, resource, names);
        }
    }
}
