package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run directory on a disk that fills up: one clear line, exit code 1, nothing half-written. The disk is a small tmpfs in a mount namespace of its own. */
class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void aFullDiskIsAClearError() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(canMount(disk), "needs unshare and mount, as root or with user namespaces");
        Path data = folder.resolve("data");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 120)).write(data);

        String command = CommandProcess.java().stream().map(FullDiskTest::quoted).collect(Collectors.joining(" "));
        String script = "mount -t tmpfs -o size=3m tmpfs %s && %s run --shards %s --tasks %s --run %s/run --config %s --model %s; code=$?; find %s -name 'model.safetensors' -o -name '*.tmp'; exit $code"
                .formatted(disk, command, data.resolve("train"), data.resolve("tasks.yaml"), disk, KillTest.resource("tiny.yaml"),
                        KillTest.resource("tiny-model.json"), disk);
        Process process = new ProcessBuilder("unshare", "--mount", "--map-root-user", "sh", "-c", script).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("mode4j: Cannot write " + disk).contains("No space left on device").contains("free space");
        assertThat(said.lines().filter(line -> line.startsWith("\tat "))).as("a message, no stack trace").isEmpty();
        assertThat(said.lines().filter(line -> line.startsWith(disk.toString()))).as("no unfinished file is left").isEmpty();
    }

    static String quoted(String argument) {
        return "'" + argument + "'";
    }

    static boolean canMount(Path disk) throws Exception {
        try {
            return new ProcessBuilder("unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs",
                    disk.toString()).start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
