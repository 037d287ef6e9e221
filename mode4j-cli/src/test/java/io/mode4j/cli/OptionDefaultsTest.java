package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        RunFile.update(new FileLayer(), new RunDirectory(folder.resolve("r")), all -> all.putAll(Map.of("batch-size", "32")));
        assertThat(value("batch-size", "run", "--run", folder.resolve("r").toString(), "--config", config("batch-size: 64\n")))
                .isEqualTo("64");
    }

    @Test
    void theRecordWinsOverThePreset() throws IOException {
        RunFile.update(new FileLayer(), new RunDirectory(folder.resolve("r")),
                all -> all.putAll(Map.of("batch-size", "32", "preset", "smoke")));
        assertThat(value("batch-size", "run", "--run", folder.resolve("r").toString())).isEqualTo("32");
        assertThat(value("fine", "run", "--run", folder.resolve("r").toString())).as("from the recorded preset").isEqualTo("16");
    }

    @Test
    void aSwitchThatIsOnAlreadyStaysOn() throws IOException {
        RunFile.update(new FileLayer(), new RunDirectory(folder.resolve("r")), all -> all.put("ablations", "true"));
        String run = folder.resolve("r").toString();
        assertThat(value("ablations", "train", "--run", run)).isEqualTo("true");
        assertThat(value("ablations", "train", "--run", run, "--ablations")).isEqualTo("true");
        assertThat(value("ablations", "train", "--ablations")).isEqualTo("true");
        assertThat(value("ablations", "train", "--config", config("ablations: true\n"), "--ablations")).isEqualTo("true");
    }

    @Test
    void thePresetWinsOverTheDeclaration() throws IOException {
        assertThat(value("batch-size", "run", "--preset=smoke")).isEqualTo("128");
        assertThat(value("batch-size", "run")).as("its options know it").isEqualTo("null");
    }

    @Test
    void quickstartHasItsOwnPresetAndRunDirectory() throws IOException {
        assertThat(value("run", "quickstart")).isEqualTo("runs/quickstart");
        assertThat(value("run", "quickstart", "--preset", "smoke")).isEqualTo("runs/smoke");
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"version\": 1, ");
        assertThatThrownBy(() -> RunFile.recorded(new RunDirectory(folder))).isInstanceOf(IOException.class)
                .hasMessageContaining("run.json");
    }

    @Test
    void aRecordOfANewerProgramIsRefused() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{\"version\": 9, \"mode4j\": \"7.0\", \"options\": {}}");
        assertThatThrownBy(() -> RunFile.recorded(new RunDirectory(folder))).isInstanceOf(IOException.class)
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

    @Test
    void everyPathIsRecordedAsAnAbsoluteOne() throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), "{}");
        Path relative = Path.of("").toAbsolutePath().relativize(model);
        CommandLine line = Main.commandLine();
        line.setDefaultValueProvider(OptionDefaults.of(line));
        CommandLine.ParseResult parsed = line.parseArgs("run", "--run", "r", "--model", relative.toString(), "--seed-model", "a/seed",
                "--embedding-model", "b", "--tasks", "c.yaml").subcommand();
        assertThat(ExplicitOptions.of(parsed, Map.of())).isEqualTo(Map.of("model", relative.toAbsolutePath().toString(), "seed-model",
                Path.of("a/seed").toAbsolutePath().toString(), "embedding-model", Path.of("b").toAbsolutePath().toString(), "tasks",
                Path.of("c.yaml").toAbsolutePath().toString()));
        CommandLine.ParseResult named = line.parseArgs("run", "--run", "r", "--model", "ViT-B-32").subcommand();
        assertThat(ExplicitOptions.of(named, Map.of("seed-model", "a/seed"))).isEqualTo(
                Map.of("model", "ViT-B-32", "seed-model", Path.of("a/seed").toAbsolutePath().toString()));
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
