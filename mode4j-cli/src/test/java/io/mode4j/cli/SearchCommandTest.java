package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.FileLayer;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.PictureQuery;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An index is built, asked, added to and deleted from by the mixture of a run, and by a model. */
class SearchCommandTest {
    @TempDir
    private static Path folder;
    private static Path run = Path.of("");
    private static Path data = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        data = folder.resolve("data");
        Drawings.write(data.resolve("00000.tar"), 80, 1);
        assertThat(
                Main.run("run", "--run", run.toString(), "--shards", data.toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                        KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "10 steps", "--until", "assign",
                        "--progress",
                        "none"))
                .isZero();
        assertThat(Main.run("train", "--run", run.toString(), "--progress", "none")).isZero();
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.write(photos.resolve("a.png"), Drawings.picture(Color.RED, Color.BLUE));
        Files.write(photos.resolve("b.png"), Drawings.picture(Color.GREEN, Color.BLUE));
        Files.writeString(photos.resolve("broken.png"), "no picture");
    }

    private static CommandProcess.Result mode4j(String... arguments) throws Exception {
        CommandProcess.Result result = CommandProcess.run(folder, arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    private static void refused(int code, String said, String... command) {
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(command)).as(said).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }

    private static String[] build(Path index, String... more) {
        List<String> command = new ArrayList<>(
                List.of("search", "build", "--out", index.toString(), "--precision", "fp32", "--progress", "none"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    @Test
    void theMixturesIndexIsBuiltAskedAndChanged() throws Exception {
        Path index = folder.resolve("index");
        CommandProcess.Result built = mode4j(build(index, "--run", run.toString(), "--shards", data.toString()));
        assertThat(built.out()).isEqualTo("80 pictures in %s: 80 added, 0 deleted, 0 skipped%n".formatted(index));
        assertThat(built.err()).isEmpty();
        assertThat(mode4j(build(index, "--run", run.toString(), "--shards", data.toString())).out()).contains(": 0 added, ");

        CommandProcess.Result asked = mode4j("search", "query", "--index", index.toString(), "--text", "drawing number 3", "-k", "80",
                "--candidates", "10",
                "--precision",
                "fp32");
        assertThat(asked.err()).isEmpty();
        List<String[]> lines = asked.out().lines().map(line -> line.split("\t", -1)).toList();
        assertThat(lines).hasSize(80);
        assertThat(lines.getFirst()).hasSize(4);
        assertThat(lines).allMatch(line -> line[2].equals("drawing number " + line[1].substring(3)) && line[3].equals("00000"));
        similarities(index, lines);

        CommandProcess.Result added = mode4j("search", "add", "--index", index.toString(), "--shards", folder.resolve("photos").toString(),
                "--precision", "fp32", "--progress", "none");
        assertThat(added.out()).isEqualTo("82 pictures in %s: 2 added, 0 deleted, 1 skipped%n".formatted(index));
        assertThat(added.err())
                .matches("skipped broken of shard photos: expected a JPEG, PNG or WebP file, found one of 10 bytes that is none\\R");

        JsonNode json = JsonMapper.shared()
                .readTree(mode4j("search", "query", "--index", index.toString(), "--image", folder.resolve("photos/a.png").toString(), "-k",
                        "1",
                        "--json", "--precision", "fp32").out());
        assertThat(json).hasSize(1);
        assertThat(json.get(0).get("similarity").asDouble()).isCloseTo(1, within(1e-4));
        assertThat(json.get(0).get("picture").get("key").asString()).isEqualTo("a");
        assertThat(json.get(0).get("picture").get("width").asInt()).isPositive();

        assertThat(mode4j("search", "query", "--index", index.toString(), "--words", "number 3", "-k", "1").out()).contains("\tkey3\t");
        assertThat(mode4j("search", "query", "--index", index.toString(), "--where", "shard = 'photos'").out())
                .isEqualTo("0.0000\ta\t\tphotos%n0.0000\tb\t\tphotos%n".formatted());
        assertThat(mode4j("search", "delete", "--index", index.toString(), "--key", "key3", "--key", "a").out())
                .isEqualTo("2 pictures deleted from %s%n".formatted(index));
        assertThat(mode4j("search", "delete", "--index", index.toString(), "--where", "shard = 'photos'").out())
                .startsWith("1 pictures deleted");
        assertThat(mode4j("search", "check", "--index", index.toString()).out())
                .matches(".* is whole: 79 pictures, vectors of \\d+ numbers by the run .*run \\(expert-0, expert-1\\)\\R");
    }

    private static void similarities(Path index, List<String[]> lines) throws IOException {
        try (Mode mode = Engines.loadMode(run, ModeOptions.standard(), TorchOptions.defaults().withPrecision("fp32"), new ClipTokenizer());
                PictureIndex opened = PictureIndex.open(index)) {
            for (String[] line : lines.subList(0, 5)) {
                byte[] picture = opened.bytes(opened.search(new PictureQuery(Optional.empty(), Optional.empty(), 1,
                        Optional.of("key = '%s'".formatted(line[1])), false)).getFirst().picture());
                double right = mode.similarity(List.of("drawing number 3"), List.of(picture))[0][0];
                assertThat(Double.parseDouble(line[0])).isCloseTo(right, within(6e-5));
            }
        }
    }

    @Test
    void aModelAloneHasItsIndexAndAnotherIsRefused() throws Exception {
        Path index = folder.resolve("of-seed");
        Path seed = folder.resolve("seed");
        copy(run.resolve("seed"), seed);
        assertThat(Main.run(build(index, "--model", seed.toString(), "--shards", data.toString()))).isZero();
        refused(1, "is an index of other vectors: space there:",
                build(index, "--model", run.resolve("experts/expert-0").toString(), "--shards",
                        data.toString()));
        refused(1, "is an index of other vectors: model there: model, here: run",
                build(index, "--run", run.toString(), "--shards", data.toString()));
        Files.move(seed, folder.resolve("moved"));
        String[] query = {"search", "query", "--index", index.toString(), "--text", "a cat", "-k", "1"};
        refused(1, "expected the model that made it in", query);
        refused(1, "is an index of other vectors", with(query, "--model", run.resolve("experts/expert-0").toString()));
        refused(2, "was made by a model: name it with --model", with(query, "--run", run.toString()));
        assertThat(Main.run(with(query, "--model", folder.resolve("moved").toString()))).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void aPageHoldsThePicturesAndSaysWhichAreGone() throws Exception {
        Path index = folder.resolve("of-photos");
        Path photos = folder.resolve("<more>");
        Files.createDirectories(photos);
        Files.write(photos.resolve("a.png"), Drawings.picture(Color.RED, Color.BLUE));
        Files.write(photos.resolve("gone.png"), Drawings.picture(Color.GREEN, Color.BLUE));
        assertThat(Main.run(build(index, "--model", run.resolve("seed").toString(), "--shards", photos.toString()))).isZero();
        new FileLayer().deleteFile(photos.resolve("gone.png"));
        try (PictureIndex opened = PictureIndex.open(index)) {
            String page = FoundPage.render(opened,
                    opened.search(new PictureQuery(Optional.empty(), Optional.empty(), 9, Optional.empty(), false)), "a <b>red</b> boat");
            assertThat(page).startsWith("<!DOCTYPE html>")
                    .contains("<h1>a &lt;b&gt;red&lt;/b&gt; boat</h1>")
                    .containsOnlyOnce("data:image/png;base64,")
                    .contains("expected its file at")
                    .doesNotContain("<more>");
        }
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        String nowhere = folder.resolve("nowhere").toString();
        refused(2, "expected --text, --image, --words or --where", "search", "query", "--index", nowhere);
        refused(2, "-k 0: expected at least 1", "search", "query", "--index", nowhere, "--text", "x", "-k", "0");
        refused(1, "expected an index of pictures, found none", "search", "query", "--index", nowhere, "--text", "x");
        refused(1, "expected an index of pictures, found none", "search", "check", "--index", nowhere);
        refused(2, "--candidates expects a number of at least 1, found 0", "search", "query", "--index", nowhere, "--text", "x",
                "--candidates", "0");
        refused(2, "expected keys: --key KEY, or --key-file FILE.txt", "search", "delete", "--index", nowhere);
        refused(2, "--shards: no shards given", build(folder.resolve("never"), "--run", run.toString()));
        refused(1, "expected an index or an empty folder, found other files",
                build(data, "--run", run.toString(), "--shards", data.toString()));
    }
}
