package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of an archive: jars in lib beside it, no sources, no Maven, and a Java runtime without a compiler. */
class UnpackedArchiveTest {
    @TempDir
    private Path scratch;

    @BeforeEach
    void unpack() throws IOException {
        Path home = scratch.resolve("mode4j-0.1.0");
        ClassPathJar.write(Files.createDirectories(home.resolve("lib")));
        Files.copy(Path.of("../mode4j"), home.resolve("mode4j"));
        Files.createSymbolicLink(scratch.resolve("mode4j"), home.resolve("mode4j"));
        Path java = Path.of(System.getProperty("java.home"));
        Path runtime = scratch.resolve("runtime");
        Files.createDirectories(runtime.resolve("bin"));
        Files.copy(java.resolve("release"), runtime.resolve("release"));
        Path starts = Files.writeString(runtime.resolve("bin/java"), "#!/usr/bin/bash\nexec '%s/bin/java' \"$@\"\n".formatted(java));
        Files.setPosixFilePermissions(starts, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String launch(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-i", "PATH=/usr/bin:/bin",
                "HOME=" + scratch, "JAVA_HOME=" + scratch.resolve("runtime"), "MODE4J_JAVA_OPTS=-Xmx256m", "/usr/bin/bash",
                scratch.resolve("mode4j").toString()));
        command.addAll(List.of(arguments));
        Path said = scratch.resolve("said.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(said, StandardCharsets.UTF_8);
    }

    @Test
    void startsAndBuildsNothing() throws Exception {
        Path texts = Files.writeString(scratch.resolve("texts.txt"), "a red boat\n");
        Path ids = scratch.resolve("ids.npy");
        assertThat(launch("tokenize", "--input", texts.toString(), "--out", ids.toString())).startsWith("0 ");
        assertThat(ids).isNotEmptyFile();
        try (Stream<Path> files = Files.walk(scratch.resolve("mode4j-0.1.0"))) {
            assertThat(files.filter(Files::isRegularFile)).extracting(file -> String.valueOf(file.getFileName()))
                    .containsExactlyInAnyOrder("mode4j", "all.jar");
        }
    }

    @Test
    void hasNoSparkAndSaysSo() throws Exception {
        assertThat(launch("index", "--engine", "spark")).isEqualTo(
                "1 mode4j: an archive has no Spark: --engine spark needs mode4j built from its sources\n");
    }
}
