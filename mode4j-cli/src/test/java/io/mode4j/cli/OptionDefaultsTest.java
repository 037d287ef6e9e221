package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A flag wins over the configuration file, the file over run.json, run.json over the preset, the preset over the declaration. */
class OptionDefaultsTest {
    @TempDir
    private Path folder;

    @Test
    void aFlagWinsOverTheFile() throws IOException {
        assertThat(value("batch-size", "run", "--config", config("batch-size: 64\n"), "--batch-size", "16")).isEqualTo("16");
    }

    @Test
    void theFileWinsOverTheRecord() throws IOException {
        RunFile.record(new FileLayer(), folder.resolve("r"), new TreeMap<>(Map.of("batch-size", "32")));
        assertThat(value("batch-size", "run", "--run", folder.resolve("r").toString(), "--config", config("batch-size: 64\n")))
                .isEqualTo("64");
    }

    @Test
    void theRecordWinsOverThePreset() throws IOException {
        RunFile.record(new FileLayer(), folder.resolve("r"), new TreeMap<>(Map.of("batch-size", "32", "preset", "smoke")));
        assertThat(value("batch-size", "run", "--run", folder.resolve("r").toString())).isEqualTo("32");
        assertThat(value("fine", "run", "--run", folder.resolve("r").toString())).as("from the recorded preset").isEqualTo("16");
    }

    @Test
    void thePresetWinsOverTheDeclaration() throws IOException {
        assertThat(value("batch-size", "run", "--preset=smoke")).isEqualTo("128");
        assertThat(value("batch-size", "run")).isEqualTo("auto");
    }

    @Test
    void quickstartHasItsOwnPresetAndRunDirectory() throws IOException {
        assertThat(value("run", "quickstart")).isEqualTo("runs/quickstart");
        assertThat(value("run", "quickstart", "--preset", "smoke")).isEqualTo("runs/smoke");
    }

    @Test
    void oneRecordIsForgotten() throws IOException {
        Path run = folder.resolve("r");
        RunFile.record(new FileLayer(), run, new TreeMap<>(Map.of("lr", "1e-3", "experts", "4")));
        RunFile.forget(new FileLayer(), run, "experts");
        RunFile.forget(new FileLayer(), run, "never recorded");
        assertThat(RunFile.recorded(run)).isEqualTo(Map.of("lr", "1e-3"));
    }

    @Test
    void recordsAreMerged() throws IOException {
        Path run = folder.resolve("r");
        RunFile.record(new FileLayer(), run, new TreeMap<>(Map.of("lr", "1e-3", "experts", "4")));
        RunFile.record(new FileLayer(), run, new TreeMap<>(Map.of("experts", "8")));
        assertThat(RunFile.recorded(run)).isEqualTo(Map.of("lr", "1e-3", "experts", "8"));
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"version\": 1, ");
        assertThatThrownBy(() -> RunFile.recorded(folder)).isInstanceOf(IOException.class).hasMessageContaining("run.json");
    }

    @Test
    void aRecordOfANewerProgramIsRefused() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"version\": 9, \"mode4j\": \"7.0\", \"options\": {}}");
        assertThatThrownBy(() -> RunFile.recorded(folder)).isInstanceOf(IOException.class)
                .hasMessageContaining("update mode4j")
                .hasMessageContaining("7.0");
    }

    @Test
    void whatWasGivenIsRecordedWithAbsolutePaths() throws IOException {
        CommandLine line = Main.commandLine();
        line.setDefaultValueProvider(OptionDefaults.of(line));
        CommandLine.ParseResult parsed = line.parseArgs("run", "--run", "r", "--shards", "a.tar", "--shards", "b.tar", "--experts", "8")
                .subcommand();
        assertThat(ExplicitOptions.of(parsed, Map.of("lr", "0.1")))
                .isEqualTo(Map.of("shards", Path.of("a.tar").toAbsolutePath() + "\n" + Path.of("b.tar").toAbsolutePath(), "experts", "8",
                        "lr", "0.1"));
    }

    private String config(String yaml) throws IOException {
        return Files.writeString(folder.resolve("options.yaml"), yaml).toString();
    }

    private static String value(String option, String... arguments) throws IOException {
        CommandLine line = Main.commandLine();
        line.setDefaultValueProvider(OptionDefaults.of(line, arguments));
        return String.valueOf(line.parseArgs(arguments).subcommand().commandSpec().findOption(option).<Object>getValue());
    }
}
