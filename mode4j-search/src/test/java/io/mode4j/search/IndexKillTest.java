package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends in the midst of adding, several times, by {@code kill -9} or because it is asked to: what was committed is there, and in the end everything once. */
class IndexKillTest {
    @TempDir
    private Path folder = Path.of("");

    private static Process start(Class<?> main, Path... arguments) throws IOException {
        return JavaProcess.of(main, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), (Object[]) arguments).start();
    }

    private List<String> keys() throws IOException {
        PictureIndex.check(folder);
        try (PictureIndex index = PictureIndex.open(folder)) {
            List<String> keys = new ArrayList<>();
            for (Found found : index.search(new PictureQuery(Optional.empty(), Optional.empty(), 2 * AddingProcess.ALL,
                    Optional.of("n >= 0"), false))) {
                keys.add(found.picture().key());
            }
            assertThat(index.pictures()).isEqualTo(keys.size());
            return keys;
        }
    }

    @Test
    void whatWasCommittedIsThereWhenTheProcessIsKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        for (int kill = 1; kill <= 4; kill++) {
            Process process = start(AddingProcess.class, folder);
            int said = 0;
            try (BufferedReader out = process.inputReader()) {
                int until = kill * 500;
                while (said < until) {
                    said = Integer.parseInt(out.readLine());
                }
                Thread.sleep(random.nextInt(40)); // anywhere between commits
            } finally {
                process.destroyForcibly().waitFor();
            }
            List<String> there = keys();
            assertThat(there).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(said);
            for (int i = 0; i < said; i++) {
                assertThat(there.get(i)).isEqualTo("p" + i);
            }
        }
        Process last = start(AddingProcess.class, folder);
        assertThat(new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).endsWith("done" + System.lineSeparator());
        assertThat(keys()).hasSize(AddingProcess.ALL).doesNotHaveDuplicates();
    }

    @Test
    void whatWasReadIsThereWhenTheProcessIsAskedToEnd() throws Exception {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        int all = 1_000;
        for (int i = 0; i < all; i++) {
            Files.write(photos.resolve(i + ".png"), Pictures.png(i + 1, 0x0000ff));
        }
        Path index = folder.resolve("index");
        Process process = start(BuildingProcess.class, photos, index);
        try (BufferedReader out = process.inputReader(); BufferedReader err = process.errorReader()) {
            out.readLine();
            out.readLine(); // so that one batch is in the index
            process.toHandle().destroy(); // SIGTERM, without closing these streams
            assertThat(err.lines().toList())
                    .anyMatch(line -> line.matches("adding to .*index was stopped; \\d+ pictures were added, .*"));
        }
        assertThat(process.waitFor()).isEqualTo(143);
        long there;
        try (PictureIndex opened = PictureIndex.open(index)) {
            there = opened.pictures();
        }
        assertThat(there).isBetween(64L, all - 64L);
        Process last = start(BuildingProcess.class, photos, index);
        assertThat(new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .endsWith("kept %d, added %d".formatted(there, all - there));
    }
}
