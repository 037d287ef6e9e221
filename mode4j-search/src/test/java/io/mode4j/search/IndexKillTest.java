package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the midst of adding, several times: what was committed is there, and in the end everything once. */
class IndexKillTest {
    @TempDir
    private Path folder = Path.of("");

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"),
                AddingProcess.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
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
            Process process = start();
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
        Process last = start();
        assertThat(new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).endsWith("done" + System.lineSeparator());
        assertThat(keys()).hasSize(AddingProcess.ALL).doesNotHaveDuplicates();
    }
}
