package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in every stage, then the same command again: the run ends in the same files as one that nobody disturbed. */
class KillTest {
    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void drawData() throws IOException {
        data = folder.resolve("data");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto", "fluent-emoji-flat"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 120)).write(data);
    }

    @Test
    void aRunThatIsKilledInEveryStageEndsInTheSameFiles() throws Exception {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        CommandProcess.Result undisturbed = CommandProcess.start(folder, command(whole)).finish();
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();

        int kills = 0;
        for (String stage : List.of("index", "embeddings", "clusters", "assignments", "seed", "seed/checkpoints", "experts/expert-0",
                "experts/expert-1", "baselines/dense", "evaluation")) {
            Path begun = killed.resolve(stage);
            kills += CommandProcess.start(folder, command(killed)).killWhen(() -> holdsSomething(begun)) ? 1 : 0;
        }
        assertThat(kills).as("kills that hit a running command").isGreaterThanOrEqualTo(8);
        CommandProcess.Result last = CommandProcess.start(folder, command(killed)).finish();
        assertThat(last.exitCode()).as(last.err()).isZero();

        assertThat(contents(killed)).isEqualTo(contents(whole));
        assertThat(killed.resolve("evaluation/report.html")).isNotEmptyFile();
    }

    private static List<String> command(Path run) {
        return List.of("run", "--shards", data.resolve("train").toString(), "--tasks", data.resolve("tasks.yaml").toString(), "--run",
                run.toString(), "--config",
                resource("tiny.yaml"), "--model", resource("tiny-model.json"), "--seed", "7", "--seed-span", "150 steps", "--expert-span",
                "30 steps");
    }

    static String resource(String name) {
        try {
            return Path.of(KillTest.class.getResource(name).toURI()).toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** A stage has begun when its folder holds a file or folder that is whole. */
    private static boolean holdsSomething(Path begun) throws IOException {
        if (!Files.isDirectory(begun)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(begun)) {
            return inside.anyMatch(path -> !path.getFileName().toString().startsWith("."));
        }
    }

    /** Hash by name of everything but what tells times: logs, manifests (they hold times of logs and rates) and the report. */
    static SortedMap<String, String> contents(Path run) throws IOException {
        SortedMap<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString();
                if (!name.endsWith(".jsonl") && !name.endsWith("manifest.json") && !name.endsWith("report.html")) {
                    hashes.put(name, Fingerprints.ofFile(file));
                }
            }
        }
        return hashes;
    }
}
