package io.mode4j.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stage took of the process that ran it: a line of {@code stages.jsonl}.
 *
 * @param stage its name, or the model's that was trained
 * @param began when, in whole seconds
 * @param seconds how long
 * @param done whether it came to its end
 * @param read bytes that this process read; 0 where the system does not say, as for both below
 * @param written bytes that it wrote
 * @param peak the most memory that was resident meanwhile, in bytes
 */
public record StageUse(String stage, Instant began, double seconds, boolean done, long read, long written, long peak) {

    /** The same with what the process used between two looks; as it was where the system does not say. */
    public StageUse with(Optional<ProcessUse> before, Optional<ProcessUse> after) {
        return before.isEmpty() || after.isEmpty() ? this
                : new StageUse(stage, began, seconds, done, after.get().read() - before.get().read(),
                        after.get().written() - before.get().written(), after.get().peak());
    }

    /** As it stands in the log. */
    public String line() {
        return String.format(Locale.ROOT,
                "{\"stage\": \"%s\", \"began\": \"%s\", \"seconds\": %.3f, \"done\": %b, \"read\": %d, \"written\": %d, \"peak\": %d}",
                stage, began,
                seconds, done, read, written, peak);
    }

    /** The lines of a log; what a kill cut off is left out. */
    public static List<StageUse> read(Path log) throws IOException {
        List<StageUse> uses = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            try {
                JsonNode use = JsonMapper.shared().readTree(line);
                uses.add(new StageUse(use.path("stage").asString(), Instant.parse(use.path("began").asString()),
                        use.path("seconds").asDouble(),
                        use.path("done").asBoolean(), use.path("read").asLong(0), use.path("written").asLong(0),
                        use.path("peak").asLong(0)));
            } catch (JacksonException | DateTimeException _) {
                // the next run of the stage has another
            }
        }
        return uses;
    }
}
