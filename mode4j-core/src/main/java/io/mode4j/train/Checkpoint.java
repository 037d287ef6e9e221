package io.mode4j.train;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.image.UndecodableImageException.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a training was when its model was saved: {@code progress.json} (step, engine_steps, position, undecodable by cause).
 *
 * @param step
 *            steps of this training
 * @param engineSteps
 *            steps of the model, the seed's included
 * @param loader
 *            how far through the samples
 */
record Checkpoint(long step, long engineSteps, LoaderState loader) {

    private static final String PROGRESS = "progress.json";

    void write(FileLayer files, Path folder) throws IOException {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("step", step)
                .put("engine_steps", engineSteps)
                .put("position", loader.position());
        ObjectNode causes = json.putObject("undecodable");
        loader.undecodable().forEach((cause, count) -> causes.put(cause.name(), count));
        byte[] bytes = (json + "\n").getBytes(StandardCharsets.UTF_8);
        files.write(folder.resolve(PROGRESS), out -> out.write(bytes));
    }

    static Checkpoint read(Path folder) throws IOException {
        Path file = folder.resolve(PROGRESS);
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
            json.required("undecodable").properties().forEach(e -> causes.put(Cause.valueOf(e.getKey()), e.getValue().asInt()));
            return new Checkpoint(json.required("step").asLong(), json.required("engine_steps").asLong(),
                    new LoaderState(json.required("position").asLong(), causes));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new DamagedException(file, "the progress of a training", String.valueOf(e.getMessage()));
        }
    }
}
