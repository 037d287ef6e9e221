package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipConfig.Preprocess;
import io.mode4j.clip.ClipConfig.Text;
import io.mode4j.clip.ClipConfig.Vision;
import io.mode4j.text.Cleaning;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    private ClipConfig withTexts(String keys) throws Exception {
        return read("{\"embed_dim\": 512, \"vision_cfg\": {\"patch_size\": 32}, \"text_cfg\": {" + keys + "}}");
    }

    @ParameterizedTest
    @EnumSource
    void cleaningsAreReadAndWritten(Cleaning cleaning) throws Exception {
        ClipConfig config = withTexts("\"tokenizer_kwargs\": {\"clean\": \"" + cleaning.key() + "\"}");
        assertThat(config.text().cleaning()).isEqualTo(cleaning);
        assertThat(read(config.toJson())).isEqualTo(config);
        assertThat(config.describe().contains("cleaning")).isEqualTo(cleaning != Cleaning.LOWER);
    }

    /** What would change results is refused by key and value. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  "tokenizer_kwargs": {"clean": "upper"}                     | text_cfg.tokenizer_kwargs.clean must be one of lower, whitespace, whitespace_underscore, canonicalize, found upper
                                                                  "tokenizer_kwargs": {"reduction_mask": "simple"}           | text_cfg.tokenizer_kwargs.reduction_mask "simple" is not supported
                                                                  "tokenizer_kwargs": {"reduction_mask": "shuffle"}          | text_cfg.tokenizer_kwargs.reduction_mask "shuffle" is not supported
                                                                  "tokenizer_kwargs": {"reduction_mask": "syntax"}           | text_cfg.tokenizer_kwargs.reduction_mask "syntax" is not supported
                                                                  "tokenizer_kwargs": {"additional_special_tokens": ["<x>"]} | text_cfg.tokenizer_kwargs.additional_special_tokens ["<x>"] is not supported
                                                                  "tokenizer_kwargs": {"strip_sep_token": true}              | text_cfg.tokenizer_kwargs.strip_sep_token true is not supported
                                                                  "tokenizer_kwargs": {"context_length": 64}                 | text_cfg.tokenizer_kwargs.context_length must be that of text_cfg, 77, found 64
                                                                  "tokenizer_kwargs": {"errors": "replace"}                  | unknown key text_cfg.tokenizer_kwargs.errors, found "replace"
                                                                  "tokenizer_kwargs": "canonicalize"                         | tokenizer_kwargs. must be a JSON object
                                                                  "tokenizer_type": "tiktoken"                               | text_cfg.tokenizer_type "tiktoken" is not supported
                                                                  "text_arch": "modern"                                      | text_cfg.text_arch "modern" is not supported by mode4j, which has only "clip"
                                                                  "variable_text": true                                      | text_cfg.variable_text true is not supported
                                                                  "hf_tokenizer_name": "bert-base-uncased"                   | text_cfg.hf_tokenizer_name "bert-base-uncased" is not supported
                                                                  "no_causal_mask": true                                     | text_cfg.no_causal_mask true is not supported
                                                                  "norm_kwargs": {"eps": 1e-06}                              | text_cfg.norm_kwargs {"eps":1.0E-6} is not supported
                                                                  "act_kwargs": {"approximate": "tanh"}                      | text_cfg.act_kwargs {"approximate":"tanh"} is not supported
                                                                  "pool_type": "eos"                                         | text_cfg.pool_type must be argmax or last, found eos
                                                                  "use_naflex": true                                         | unknown key text_cfg.use_naflex, found true
                                                                  """)
    void whatWouldChangeResultsIsRefused(String keys, String message) {
        assertThatThrownBy(() -> withTexts(keys)).isInstanceOf(BadInputException.class).hasMessageContaining(message);
    }

    /** What changes nothing is read over. */
    @ParameterizedTest
    @ValueSource(strings = {"\"tokenizer_kwargs\": null", "\"tokenizer_kwargs\": {}", "\"tokenizer_kwargs\": {\"clean\": \"lower\"}",
        "\"tokenizer_kwargs\": {\"reduction_mask\": \"\", \"context_length\": 77, \"additional_special_tokens\": []}",
        "\"tokenizer_mode\": \"clips\", \"hf_tokenizer_name\": \"\"", "\"eos_id\": 2, \"pad_id\": 1, \"bos_id\": 0",
        "\"norm_kwargs\": {}, \"act_kwargs\": {\"approximate\": \"none\"}", "\"norm_kwargs\": {\"eps\": 1e-05}",
        "\"text_arch\": \"clip\", \"norm_type\": \"rmsnorm\", \"reg_tokens\": 4, \"variable_text\": false", "\"something_new\": false",
        "\"something_new\": null", "\"output_tokens\": true, \"block_type\": \"default\""})
    void whatChangesNothingIsReadOver(String keys) throws Exception {
        assertThat(withTexts(keys)).isEqualTo(withTexts(""));
    }

    @Test
    void remarksInAFileAreReadOverAndOtherPartsAreNot() throws Exception {
        String parts = "\"model_cfg\": {\"embed_dim\": 512, \"vision_cfg\": {}, \"text_cfg\": {}}";
        String preprocess = "\"preprocess_cfg\": {\"size\": 99, \"fill_color\": 255, \"resize_mode\": \"shortest\"}";
        assertThat(read("{\"open_clip_version\": \"3.3.0\", \"tags\": [\"clip\"], \"steps\": 12, " + parts + ", " + preprocess + "}"))
                .isEqualTo(read("{" + parts + "}"));
        assertThatThrownBy(() -> read("{" + parts + ", \"preproces_cfg\": {}}")).hasMessageContaining("unknown key preproces_cfg");
        assertThatThrownBy(() -> read("{" + parts.replace("\"text_cfg\"", "\"audio_cfg\": {\"fmin\": 50}, \"text_cfg\"") + "}"))
                .hasMessageContaining("model_cfg.audio_cfg {\"fmin\":50} is not supported");
        assertThatThrownBy(() -> read("{" + parts + ", " + preprocess.replace("shortest", "squash") + "}"))
                .hasMessageContaining("preprocess_cfg.resize_mode \"squash\" is not supported by mode4j, which has only \"shortest\"");
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
