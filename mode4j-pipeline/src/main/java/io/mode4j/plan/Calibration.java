package io.mode4j.plan;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stages take of a machine, as it was tried there.
 *
 * @param made when, in words
 * @param machine which, in words
 * @param options that decide what stages cost, by their names
 * @param dim numbers of an embedding
 * @param costs by stage
 */
public record Calibration(String made, String machine, Map<String, String> options, int dim, Map<Stage, StageCost> costs) {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Writes it. */
    public void write(FileLayer files, Path file) throws IOException {
        files.text(file, JSON.writeValueAsString(this) + System.lineSeparator());
    }

    /**
     * Reads one.
     *
     * @throws BadInputException if there is none, or the file is something else
     */
    public static Calibration read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new BadInputException(
                    "%s: expected what stages take of this machine, found no such file. Measure it: mode4j plan --calibrate"
                            .formatted(file));
        }
        try {
            Calibration read = JSON.treeToValue(JsonText.read(file, "a calibration"), Calibration.class);
            if (read.costs == null || !read.costs.keySet().containsAll(List.of(Stage.values()))) {
                throw new BadInputException("%s: expected the costs of all stages. Measure anew: mode4j plan --calibrate".formatted(file));
            }
            return read;
        } catch (JacksonException e) {
            throw new BadInputException(
                    "%s: expected a calibration, found something else (%s). Measure anew: mode4j plan --calibrate".formatted(file,
                            e.getOriginalMessage()),
                    e);
        }
    }

    /**
     * Refuses to plan what was not tried.
     *
     * @throws BadInputException if an option was another
     */
    public void require(Map<String, String> asked) throws BadInputException {
        for (Map.Entry<String, String> option : asked.entrySet()) {
            String tried = options.getOrDefault(option.getKey(), "");
            if (!tried.equals(option.getValue())) {
                throw new BadInputException(
                        "option %s: this machine was tried with %s, and a plan for %s was asked for. Measure with it: mode4j plan --calibrate, with the same options"
                                .formatted(option.getKey(), tried, option.getValue()));
            }
        }
    }
}
