package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the datasets command says. */
class DatasetsCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeDataSet() throws Exception {
        for (String name : List.of("red", "blue")) {
            Path inside = Files.createDirectories(folder.resolve("sets/colours/" + name));
            Files.write(inside.resolve("1.png"), Drawings.picture(name.equals("red") ? Color.RED : Color.BLUE, Color.GREEN));
        }
        Files.write(folder.resolve("sets/colours/red/2.jpg"), new byte[]{1, 2});
    }

    private CommandProcess.Result check(String... more) throws Exception {
        String[] arguments = {"datasets", "check", folder + "/sets/*", "--progress", "none"};
        return CommandProcess.run(folder,
                java.util.stream.Stream.of(arguments, more).flatMap(java.util.Arrays::stream).toArray(String[]::new));
    }

    @Test
    void aLineADataSet() throws Exception {
        CommandProcess.Result fine = check("--decode");
        assertThat(fine.exitCode()).as(fine.err()).isZero();
        assertThat(fine.out().replaceAll(" +", " ")).contains("colours folders classification 2 1 acc1 test 2\n",
                " remark: test: left out: picture: unknown format: 1\n", "All can be evaluated: 1");
        Files.createDirectories(folder.resolve("sets/broken/test"));
        Files.writeString(folder.resolve("sets/broken/test/nshards.txt"), "1");
        CommandProcess.Result bad = check();
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out()).contains("error: ", "0.tar expected, found none", "Cannot be evaluated: 1 of 2");
        Files.writeString(folder.resolve("sets/broken/test/0.tar"), "");
        assertThat(check().out()).contains("write it, or give a file with --classnames");
        CommandProcess.Result language = check("--language", "en,");
        assertThat(language.exitCode()).isEqualTo(2);
        assertThat(language.err()).contains("--language: names such as en or de expected, found ''");
    }
}
