package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.JsonText;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.onnx.HuggingFaceTokens;
import io.mode4j.onnx.OnnxEncoder;
import io.mode4j.sentence.Pooling;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.TorchSentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small random models of each family, held to what sentence-transformers and transformers make of them (encoders/README.md says how). */
class SentenceFolderTest {
    private static final Path ENCODERS = Path.of("src/test/resources/io/mode4j/pipeline/encoders");

    @TempDir
    private Path folder;

    private static SentenceEncoder load(Path folder, Optional<Pooling> pooling, int threads) throws IOException {
        return TorchSentenceEncoder.load(folder, pooling, HuggingFaceTokens::open, new TorchOptions("cpu", "fp32", threads));
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        JsonText.read(ENCODERS.resolve("texts.json"), "texts").forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"bert, , bert", "roberta, , roberta", "mpnet, , mpnet", "distilbert, , distilbert", "xlm-roberta, , xlm-roberta-mean",
        "xlm-roberta, CLS, xlm-roberta-cls", "xlm-roberta, POOLER, xlm-roberta-pooler", "simcse, , simcse-mean", "simcse, CLS, simcse-cls",
        "simcse, POOLER, simcse-pooler"})
    void vectorsAreThoseOfThePeers(String name, Pooling pooling, String reference) throws IOException {
        try (SentenceEncoder encoder = load(ENCODERS.resolve(name), Optional.ofNullable(pooling), 2)) {
            requireReference(encoder, reference);
        }
    }

    @Test
    void anOnnxFileBelowTheFolderDoesTheSame() throws IOException {
        try (SentenceEncoder encoder = OnnxEncoder.load(ENCODERS.resolve("bert/onnx/model.onnx"), 2)) {
            requireReference(encoder, "bert");
        }
    }

    @Test
    void anOnnxFileWithoutItsTokenizerIsNamed() throws IOException {
        Path alone = folder.resolve("model.onnx");
        Files.copy(ENCODERS.resolve("bert/onnx/model.onnx"), alone);
        assertThatThrownBy(() -> OnnxEncoder.load(alone, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("model.onnx: expected its tokenizer.json");
        Files.copy(ENCODERS.resolve("bert/tokenizer.json"), folder.resolve("tokenizer.json"));
        new FileLayer().text(alone, "no model");
        assertThatThrownBy(() -> OnnxEncoder.load(alone, 1)).isInstanceOf(BadInputException.class).hasMessageContaining("cannot load");
    }

    private static void requireReference(SentenceEncoder encoder, String reference) throws IOException {
        List<String> texts = texts();
        try (NpyMatrix expected = Npy.openMatrix(ENCODERS.resolve(reference + ".npy"))) {
            float[][] found = encoder.encode(texts);
            assertThat(encoder.dim()).isEqualTo(expected.dim());
            float[] row = new float[encoder.dim()];
            for (int i = 0; i < texts.size(); i++) {
                expected.row(i, row);
                assertThat(found[i]).as("text %d", i).containsExactly(row, within(1e-5f));
            }
        }
    }

    @Test
    void identitiesTellWhatDecidesTheVectors() throws IOException {
        List<String> identities = new ArrayList<>();
        for (Optional<Pooling> pooling : List.of(Optional.<Pooling>empty(), Optional.of(Pooling.CLS))) {
            try (SentenceEncoder encoder = load(ENCODERS.resolve("simcse"), pooling, 1)) {
                identities.add(encoder.identity());
            }
        }
        try (SentenceEncoder encoder = load(ENCODERS.resolve("bert"), Optional.empty(), 1)) {
            identities.add(encoder.identity());
        }
        try (SentenceEncoder encoder = load(copy("bert"), Optional.empty(), 2)) {
            assertThat(encoder.identity()).isEqualTo(identities.getLast());
        }
        assertThat(identities).doesNotHaveDuplicates();
    }

    private Path copy(String name) throws IOException {
        return FolderCopy.of(ENCODERS.resolve(name), folder.resolve(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bert | config.json | \"bert\" | \"gpt2\" | model_type 'gpt2'",
        "bert | config.json | \"gelu\" | \"mish\" | found 'mish'",
        "bert | config.json | \"vocab_size\": 160 | \"vocab_size\": 161 | weights 'embeddings.word_embeddings.weight' [161, 16]",
        "bert | config.json | \"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | weights 'encoder.layer.2.attention.self.query.weight'",
        "bert | 1_Pooling/config.json | \"mean\" | \"weightedmean\" | pooling_mode \"weightedmean\"",
        "bert | modules.json | normalize.Normalize | lstm.LSTM | LSTM",
        "roberta | 2_Dense/config.json | \"in_features\": 16 | \"in_features\": 12 | a layer of 16 inputs",
        "roberta | 2_Dense/config.json | Tanh | GELU | Tanh or Identity",
        "roberta | config_sentence_transformers.json | \"query\": | \"question\": | a prompt 'query'"})
    void whatIsNotKnownIsNamedWithItsFile(String name, String file, String from, String to, String said) throws IOException {
        Path changed = copy(name);
        Path target = changed.resolve(file);
        String text = Files.readString(target);
        assertThat(text).contains(from);
        new FileLayer().text(target, text.replace(from, to));
        assertThatThrownBy(() -> load(changed, Optional.empty(), 1)).isInstanceOf(BadInputException.class).hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"tokenizer.json, tokenizer", "model.safetensors, weights", "config.json, configuration",
        "1_Pooling/config.json, config.json"})
    void whatIsMissingIsNamed(String file, String said) throws IOException {
        Path lacking = copy("bert");
        Files.delete(lacking.resolve(file));
        assertThatThrownBy(() -> load(lacking, Optional.empty(), 1)).isInstanceOf(IOException.class).hasMessageContaining(said);
    }

    @Test
    void aTokenizerOfAnotherModelIsFound() throws IOException {
        Path mixed = copy("bert");
        Files.delete(mixed.resolve("tokenizer.json"));
        Files.copy(ENCODERS.resolve("roberta/tokenizer.json"), mixed.resolve("tokenizer.json"));
        try (SentenceEncoder encoder = load(mixed, Optional.empty(), 1)) {
            assertThatThrownBy(() -> encoder.encode(texts())).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("expected the tokenizer that belongs to it");
        }
    }

    @Test
    void aTokenizerThatIsNoneIsNamed() throws IOException {
        Path broken = copy("bert");
        new FileLayer().text(broken.resolve("tokenizer.json"), "{\"version\": 1}");
        assertThatThrownBy(() -> load(broken, Optional.empty(), 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("tokenizer.json");
    }
}
