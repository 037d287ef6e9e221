package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FolderCopy;
import io.mode4j.clip.ClipConfig;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** convert, tokenize, features and classify on a model of open_clip's: the same ids, features and probabilities. */
class ModelCommandsTest {
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;
    private Path model;
    private Path out;

    @BeforeAll
    static void convert() {
        assertThat(Main.run("convert", "--from", resource("model.pt"), "--config", resource("model.json"), "--to",
                shared.resolve("model").toString())).isZero();
    }

    @BeforeEach
    void copy() throws IOException {
        model = FolderCopy.of(shared.resolve("model"), folder.resolve("model"));
        out = folder.resolve("out.npy");
    }

    private static String resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(ModelCommandsTest.class.getResource("models/" + name)).toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] expected(String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(Path.of(resource("expected.safetensors")))) {
            return file.floats(name);
        }
    }

    private void wrote(String expected, int rows, int dim) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(out)) {
            assertThat(matrix.rows()).isEqualTo(rows);
            assertThat(matrix.dim()).isEqualTo(dim);
            float[] right = expected(expected);
            float[] row = new float[dim];
            for (int i = 0; i < rows; i++) {
                matrix.row(i, row);
                assertThat(row).usingComparatorWithPrecision(2e-6f).containsExactly(Arrays.copyOfRange(right, i * dim, (i + 1) * dim));
            }
        }
    }

    @Test
    void tokenIds() throws IOException {
        assertThat(Main.run("tokenize", "--input", resource("texts.txt"), "--vocabulary", resource("merges.txt.gz"), "--context-length",
                "8", "--out",
                out.toString())).isZero();
        byte[] bytes = Files.readAllBytes(out);
        LongBuffer ids = ByteBuffer.wrap(bytes, bytes.length - 6 * 8 * Long.BYTES, 6 * 8 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        long[] found = new long[6 * 8];
        ids.get(found);
        try (SafetensorsFile file = SafetensorsFile.open(Path.of(resource("expected.safetensors")))) {
            assertThat(found).isEqualTo(file.longs("ids"));
        }
    }

    @Test
    void featuresOfTexts() throws IOException {
        assertThat(Main.run("features", "texts", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--precision",
                "fp32", "--out",
                out.toString(), "--input", resource("texts.txt"))).isZero();
        wrote("text_features", 6, 12);
    }

    /** Punctuation is left out, and capitals become small letters: the three texts are one. */
    @Test
    void textsAreCleanedAsTheModelWantsIt() throws IOException {
        Path config = model.resolve("open_clip_config.json");
        String json = Files.readString(config);
        Files.writeString(config,
                json.replace("\"text_cfg\" : {", "\"text_cfg\" : { \"tokenizer_kwargs\" : {\"clean\": \"canonicalize\"},"));
        Path texts = Files.writeString(folder.resolve("t.txt"), "a bad, cab!\nA_BAD cab...\na bad cab\n");

        assertThat(Main.run("features", "texts", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--out",
                out.toString(), "--input", texts.toString())).isZero();
        assertThat(rows()).hasSize(1);
        assertThat(Main.run("tokenize", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--out", out.toString(),
                "--input", texts.toString())).isZero();
        byte[] ids = Files.readAllBytes(out);
        int row = ClipConfig.read(config).text().contextLength() * Long.BYTES;
        byte[] last = Arrays.copyOfRange(ids, ids.length - row, ids.length);
        assertThat(Arrays.copyOfRange(ids, ids.length - 3 * row, ids.length - 2 * row)).isEqualTo(last);
        assertThat(Arrays.copyOfRange(ids, ids.length - 2 * row, ids.length - row)).isEqualTo(last);

        Files.writeString(config, json);
        assertThat(Main.run("features", "texts", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--out",
                out.toString(), "--input", texts.toString())).isZero();
        assertThat(rows()).hasSize(3);
    }

    /** The rows that were written, equal ones once. */
    private Set<List<Float>> rows() throws IOException {
        Set<List<Float>> rows = new HashSet<>();
        try (NpyMatrix matrix = Npy.openMatrix(out)) {
            float[] row = new float[matrix.dim()];
            for (int i = 0; i < matrix.rows(); i++) {
                matrix.row(i, row);
                List<Float> numbers = new ArrayList<>();
                for (float number : row) {
                    numbers.add(number);
                }
                rows.add(numbers);
            }
        }
        return rows;
    }

    @Test
    void featuresOfPictures() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), resource("0.png") + "\n" + resource("1.png") + "\n");
        assertThat(Main.run("features", "images", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--precision",
                "fp32", "--out",
                out.toString(), "--input", list.toString(), resource("2.png"))).isZero();
        wrote("image_features", 3, 12);
    }

    @Test
    void probabilitiesOfLabels() throws Exception {
        CommandProcess.Result result = Heard.run("classify", "--model", model.toString(), "--vocabulary",
                resource("merges.txt.gz"),
                "--precision", "fp32", "--labels", "cab, dad", "--template", "a {}", "--template", "bad {}", resource("0.png"),
                resource("1.png"),
                resource("2.png"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        float[] right = expected("probabilities");
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(3);
        for (int i = 0; i < 3; i++) {
            String cab = "cab %.4f".formatted(right[2 * i]);
            String dad = "dad %.4f".formatted(right[2 * i + 1]);
            boolean first = right[2 * i] > right[2 * i + 1];
            assertThat(lines.get(i)).isEqualTo(String.join("\t", resource(i + ".png"), first ? cab : dad, first ? dad : cab));
        }
    }

    private String labels(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("classify", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz")));
        command.addAll(List.of(options));
        CommandProcess.Result result = Heard.run(command.toArray(String[]::new));
        return result.exitCode() == 0
                ? Arrays.stream(result.out().strip().split("\t"))
                        .skip(1)
                        .map(label -> label.substring(0, label.lastIndexOf(' ')))
                        .sorted()
                        .collect(Collectors.joining("|"))
                : result.exitCode() + " " + result.err();
    }

    @Test
    void labelsMayHaveCommas() throws Exception {
        String picture = resource("0.png");
        assertThat(labels("--labels", "\"cab, dad\", bad", picture)).isEqualTo("bad|cab, dad");
        assertThat(labels("--labels", "cab, dad", "--labels", "bad", picture)).isEqualTo("bad|cab, dad");
        assertThat(labels("--labels", "5\" cab,dad", picture)).isEqualTo("5\" cab|dad");
        Path list = Files.writeString(folder.resolve("labels.txt"), "\uFEFFcab, dad\r\n\r\nbad\r\n");
        assertThat(labels("--labels-file", list.toString(), picture)).isEqualTo("bad|cab, dad");
        assertThat(labels("--labels-file", list.toString(), "--labels", "a", "--template", "a {c}", picture)).isEqualTo("a|bad|cab, dad");
    }

    @Test
    void whatWouldMakeAllLabelsEqualIsRefused() throws Exception {
        String picture = resource("0.png");
        assertThat(labels("--labels", "cab,,dad", picture)).startsWith("2 mode4j: --labels: found a blank label");
        assertThat(labels("--labels", "cab,", picture)).startsWith("2 mode4j: --labels: found a blank label");
        assertThat(labels("--labels", "cab", "--labels", " ", picture)).startsWith("2 mode4j: --labels: found a blank label");
        assertThat(labels("--labels", "cab,dad", "--template", "a %s", picture))
                .startsWith("2 mode4j: --template: template 'a %s' has no {}");
        assertThat(labels("--labels", "cab,dad", "--top", "0", picture)).startsWith("2 mode4j: --top 0: expected at least 1");
        assertThat(labels(picture)).startsWith("2 mode4j: expected labels");
    }

    @Test
    void listsMayHaveAMarkBlankLinesAndCarriageReturns() throws Exception {
        String list = Files
                .writeString(folder.resolve("list.txt"), "\uFEFF" + resource("0.png") + "\r\n\r\n  " + resource("1.png") + " \r\n\n")
                .toString();
        String[] features = {"features", "images", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--precision",
            "fp32", "--out",
            out.toString(), "--input", list, resource("2.png")};
        assertThat(Main.run(features)).isZero();
        wrote("image_features", 3, 12);
        Files.delete(out);
        Files.writeString(Path.of(list), "\n\nnone.png\n");
        fails(List.of("list.txt, line 3", "'none.png'"), features);
        fails(List.of(folder.toString(), "found a folder"), "features", "images", "--model", model.toString(), "--vocabulary",
                resource("merges.txt.gz"), "--out",
                out.toString(), folder.toString());
        Files.write(Path.of(list), new byte[]{'a', '\n', (byte) 0xE9});
        fails(List.of("list.txt, line 2", "UTF-8"), "tokenize", "--input", list, "--out", out.toString());
    }

    private void fails(List<String> said, String... command) throws Exception {
        CommandProcess.Result result = Heard.run(command);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(said).hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsWrongIsOneLineAndNothingIsWritten() throws Exception {
        String merges = resource("merges.txt.gz");
        Path to = folder.resolve("never");
        fails(List.of("model.pt", "'transformer.resblocks.2.ln_1.weight'"), "convert", "--from", resource("model.pt"), "--architecture",
                "ViT-B-32-quickgelu", "--to",
                to.toString());
        fails(List.of("model.pt", "--config"), "convert", "--from", resource("model.pt"), "--to", to.toString());
        fails(List.of("texts.txt", "torch.save"), "convert", "--from", resource("texts.txt"), "--to", to.toString());
        assertThat(to).doesNotExist();
        fails(List.of("texts.txt", "line 2"), "tokenize", "--input", resource("texts.txt"), "--vocabulary", resource("texts.txt"), "--out",
                out.toString());
        fails(List.of(model.toString(), "49408", "521"), "features", "texts", "--model", model.toString(), "--out", out.toString(),
                "--input",
                resource("texts.txt"));
        fails(List.of("texts.txt"), "features", "images", "--model", model.toString(), "--vocabulary", merges, "--out", out.toString(),
                resource("0.png"),
                resource("texts.txt"));
        fails(List.of("open_clip_config.json"), "features", "texts", "--model", folder.resolve("none").toString(), "--vocabulary", merges,
                "--out",
                out.toString(), "--input", resource("texts.txt"));
    }

    @Test
    void aGpuThatIsNotThereIsSaid() throws Exception {
        fails(List.of("cuda"), "features", "texts", "--model", model.toString(), "--vocabulary", resource("merges.txt.gz"), "--device",
                "cuda:7", "--out",
                out.toString(), "--input", resource("texts.txt"));
    }

    @Test
    void aWrongActivationIsWarnedOf() throws Exception {
        Path gelu = Files.writeString(folder.resolve("gelu.json"),
                Files.readString(Path.of(resource("model.json"))).replace("true", "false"));
        CommandProcess.Result result = CommandProcess.run(folder, "convert", "--from", resource("model.pt"), "--config", gelu.toString(),
                "--to",
                folder.resolve("wrong").toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).startsWith("mode4j: WARNING: ").contains("QuickGELU", "model.pt").hasLineCount(1);
    }
}
