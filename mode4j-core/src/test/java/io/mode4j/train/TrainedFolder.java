package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.Fingerprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a training left, so that two can be compared. */
final class TrainedFolder {

    private TrainedFolder() {}

    /** Every file of a finished model, but what the stage's folder says of itself; speeds, which differ from run to run, are taken out of the log. */
    static Map<String, Object> contents(Path folder) throws IOException {
        Map<String, Object> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                if (name.equals("log.jsonl")) {
                    contents.put(name, log(folder));
                } else if (!name.equals("manifest.json") && !name.equals("started.json")) {
                    contents.put(name, Fingerprints.ofFile(file));
                }
            }
        }
        return contents;
    }

    static List<JsonNode> log(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("log.jsonl"))) {
            ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(line);
            assertThat(json.remove("samples_per_second").doubleValue()).isPositive();
            lines.add(json);
        }
        return lines;
    }
}
