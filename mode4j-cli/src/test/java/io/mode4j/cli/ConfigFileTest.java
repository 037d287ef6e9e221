package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final OptionNames NAMES = OptionNames.of(Main.commandLine());

    @TempDir
    private Path folder;

    @Test
    void holdsOptionsByTheirLongNames() throws IOException {
        assertThat(read("version: 1\nexperts: 8\nlr: 1e-3\nshards: [a.tar, 'b{0..9}.tar']\n"))
                .isEqualTo(Map.of("experts", "8", "lr", "1e-3", "shards", "a.tar\nb{0..9}.tar"));
    }

    @Test
    void valuesAreWhatWasWritten() throws IOException {
        assertThat(read("shards: [001, 1.10, 2024-01-01, 0x10, on]\nablations: true\n"))
                .isEqualTo(Map.of("shards", "001\n1.10\n2024-01-01\n0x10\non", "ablations", "true"));
        assertThatThrownBy(() -> read("experts:\n")).hasMessageContaining("'experts'").hasMessageContaining("expected a value");
    }

    @Test
    void anEmptyFileHoldsNothing() throws IOException {
        assertThat(read("# nothing yet\n")).isEmpty();
    }

    @Test
    void anUnknownKeyIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> read("experst: 4\n")).hasMessageContaining("options.yaml")
                .hasMessageContaining("'experst'")
                .hasMessageContaining("did you mean 'experts'");
    }

    @Test
    void aNewerVersionIsRefused() {
        assertThatThrownBy(() -> read("version: 2\n")).hasMessageContaining("expected version 1, found 2")
                .hasMessageContaining("update mode4j");
    }

    @Test
    void aKeyThatStandsTwiceIsAnError() {
        assertThatThrownBy(() -> read("experts: 2\nexperts: 4\n")).hasMessageContaining("options.yaml").hasMessageContaining("experts");
    }

    @Test
    void valuesAreScalarsOrLists() {
        assertThatThrownBy(() -> read("experts: {a: 1}\n")).hasMessageContaining("'experts'").hasMessageContaining("expected a value");
    }

    @Test
    void brokenYamlNamesFileAndLine() {
        assertThatThrownBy(() -> read("experts: 4\n  lr: [1\n")).hasMessageContaining("options.yaml").hasMessageContaining("line 2");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.yaml"), NAMES)).isInstanceOf(IOException.class)
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("--config");
    }

    private Map<String, String> read(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("options.yaml"), yaml), NAMES);
    }
}
