package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.Places;
import io.mode4j.stores.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jars unpack among the temporary files is gone as soon as it is loaded, so that a process that is killed leaves nothing. */
class UnpackedLibrariesTest {
    private static final Path MAPS = Path.of("/proc/self/maps");

    @Test
    void librariesThatAreLoadedHaveNoFile(@TempDir Path folder) throws IOException {
        assumeTrue(Files.exists(MAPS), "needs Linux");
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        Path _ = AssignedRun.make(folder.resolve("run"), folder.resolve("data"));
        assertThat(Places.path(S3Server.bucket() + "/nothing")).doesNotExist();
        String loaded = Files.readString(MAPS, StandardCharsets.ISO_8859_1);
        for (String library : new String[]{"libduckdb_java", "libonnxruntime", "libopendal_java"}) {
            assertThat(loaded.lines().filter(line -> line.contains("/" + library))).as(library)
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith("(deleted)"));
        }
    }
}
