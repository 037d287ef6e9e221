package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipConfig.Preprocess;
import io.mode4j.clip.ClipConfig.Text;
import io.mode4j.clip.ClipConfig.Vision;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipConfigTest {

    private static final ClipConfig SMALL = new ClipConfig(192, new Vision(64, 16, 192, 4, 32, 3.5), new Text(32, 49408, 192, 3, 2),
            true, 2.5, null, new Preprocess(List.of(0.5, 0.25, 0.125), List.of(0.5, 0.5, 1.0)));

    @TempDir
    private Path folder;

    private ClipConfig read(String json) throws Exception {
        return ClipConfig.read(Files.writeString(folder.resolve("open_clip_config.json"), json));
    }

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(read(SMALL.toJson())).isEqualTo(SMALL);
    }

    @Test
    void readsAnOpenClipFileWithItsDefaults() throws Exception {
        ClipConfig config = read("""
                                 {"model_cfg": {"embed_dim": 512, "vision_cfg": {"patch_size": 32}, "text_cfg": {"context_length": 77}}}
                                 """);
        assertThat(config).isEqualTo(ClipConfig.of(512, new Vision(224, 32, 768, 12, 64, 4), new Text(77, 49408, 512, 8, 12), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  "embed_dim" : 192          | "embed_dims" : 192          | unknown key model_cfg.embed_dims
                                                                  "patch_size" : 16          | "patch" : 16                | unknown key model_cfg.vision_cfg.patch
                                                                  "mean" :                   | "means" :                   | unknown key preprocess_cfg.means
                                                                  "patch_size" : 16          | "patch_size" : 15           | vision_cfg.patch_size 15 must divide vision_cfg.image_size 64
                                                                  "heads" : 3                | "heads" : "three"           | model_cfg.text_cfg.heads must be a whole number
                                                                  "heads" : 3                | "heads" : 0                 | text_cfg.heads must be at least 1
                                                                  "text_cfg"                 | "text"                      | unknown key model_cfg.text
                                                                  "quick_gelu" : true        | "quick_gelu" : 1            | model_cfg.quick_gelu must be true or false
                                                                  "embed_dim" : 192          | "embed_dim" : 192,,         | as JSON
                                                                  """)
    void whatIsWrongIsNamed(String from, String to, String message) {
        String json = SMALL.toJson();
        assertThat(json).contains(from);
        assertThatThrownBy(() -> read(json.replace(from, to))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("open_clip_config.json")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkIsNoPartOfTheFile(String encoding) throws IOException {
        Path file = folder.resolve("open_clip_config.json");
        Files.write(file, ("\uFEFF" + SMALL.toJson()).getBytes(Charset.forName(encoding)));
        assertThat(ClipConfig.read(file)).isEqualTo(SMALL);
    }

    @Test
    void whatIsNoJsonIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\n  'embed_dim': 5}");
        assertThatThrownBy(() -> ClipConfig.read(file)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("config.json, line 2: expected open_clip's model configuration as JSON");
    }

    @Test
    void optimiserSettingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> OptimizerConfig.of(0, 0.1)).withMessageContaining("learning rate");
        assertThatIllegalArgumentException().isThrownBy(() -> OptimizerConfig.of(1e-3, -1)).withMessageContaining("weight decay");
    }
}
