package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Named sets of option values that belong together, kept as configuration files beside this class. */
enum Preset {
    /** For one's own data on any machine: a compact model, the paper's schedule. */
    STANDARD,
    /** The paper's ViT-B/32 and hyper-parameters; for a GPU. */
    PAPER,
    /** For pictures of 64×64 on a laptop, within minutes. */
    QUICKSTART,
    /** The quickstart in miniature, to see that everything works. */
    SMOKE;

    static Map<String, String> read(String name, OptionNames names) throws IOException {
        Preset preset = Arrays.stream(values())
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "--preset: expected one of standard, paper, quickstart, smoke, found '" + name + "'"));
        String resource = "preset-" + preset.name().toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream in = Objects.requireNonNull(Preset.class.getResourceAsStream(resource), resource)) {
            return ConfigFile.read(in, resource, names);
        }
    }
}
