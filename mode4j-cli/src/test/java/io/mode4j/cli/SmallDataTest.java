package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RandomStream;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.tar.ShardWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs on few pairs: they end in a report, or are refused by an option's name before anything expensive. */
class SmallDataTest {
    private static final List<String> THINGS = List.of("cat", "dog", "tree", "house", "car", "ship", "apple", "violin", "clock",
            "mountain");

    @TempDir
    private Path folder;

    private Path shard(int pairs) throws IOException {
        Path shard = folder.resolve("data/00000.tar");
        ShardWriter.write(new FileLayer(), shard, tar -> {
            for (int pair = 0; pair < pairs; pair++) {
                tar.add("%05d".formatted(pair), "png", picture(pair));
                tar.add("%05d".formatted(pair), "txt", caption(pair).getBytes(StandardCharsets.UTF_8));
            }
        });
        return shard;
    }

    private static String caption(int pair) {
        return (pair < THINGS.size() ? "a drawing of a " : "a photograph of a ") + THINGS.get(pair % THINGS.size());
    }

    private static byte[] picture(int pair) throws IOException {
        RandomGenerator random = RandomStream.of(pair, "picture");
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt(0x1000000));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void twentyPairsInOneShardEndInAReportWithoutAnyOption() throws Exception {
        Path run = folder.resolve("run");
        assertThat(
                Main.run("run", "--shards", shard(20).toString(), "--run", run.toString(), "--progress", "none"))
                .isZero();
        assertThat(run.resolve("evaluation/report.html")).content().contains("id=\"heldout-losses\"").doesNotContain("NaN");
        assertThat(Manifest.read(run.resolve("seed")).summary()).containsEntry("pairs", 18).containsEntry("batch_size", 16);
        for (int expert = 0; expert < 4; expert++) {
            Path trained = run.resolve("experts/expert-" + expert);
            int pairs = (int) Manifest.read(trained).summary().getOrDefault("pairs", 0);
            assertThat(pairs).isBetween(2, 16);
            assertThat(Manifest.read(trained).summary()).containsEntry("batch_size", pairs);
            List<JsonNode> log = log(trained);
            assertThat(log).allSatisfy(line -> assertThat(Double.isFinite(line.get("loss").doubleValue())).isTrue());
            assertThat(log.getLast().get("validation_pairs").intValue()).isEqualTo(2);
            assertThat(log.getLast().get("validation_loss").isNumber()).isTrue();
        }
    }

    private static List<JsonNode> log(Path trained) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(trained.resolve("log.jsonl"))) {
            lines.add(JsonMapper.shared().readTree(line));
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--warmup|200 steps|--warmup 200 steps: these are 3200 samples, and the whole schedule of 18 pairs has 384",
        "--seed-span|0.01 epochs|--seed-span 0.01 epochs: not one sample of 18 pairs",
        "--fine|19|--fine 19: there are only 18 pairs",
        "--experts|10|--experts 10: 18 pairs are fewer than 2 for each; give at most 9"})
    void whatCannotWorkWithSoFewPairsIsRefusedBeforeEmbedding(String option, String value, String told) throws Exception {
        Path run = folder.resolve("run");
        assertThat(failure("run", "--shards", shard(20).toString(), "--run", run.toString(), option, value))
                .contains(told);
        assertThat(run.resolve("index/manifest.json")).exists();
        assertThat(run.resolve("embeddings")).doesNotExist();
        assertThat(RunFile.recorded(new RunDirectory(run))).containsKey("shards").doesNotContainKey(option.substring(2));
    }

    @Test
    void trainingOnItsOwnRefusesTheSame() throws Exception {
        Path run = folder.resolve("run");
        assertThat(
                Main.run("index", "--shards", shard(20).toString(), "--run", run.toString(), "--progress", "none"))
                .isZero();
        assertThat(failure("train", "--run", run.toString(), "--warmup", "200 steps")).contains("--warmup 200 steps: these are 3200");
        assertThat(run.resolve("seed")).doesNotExist();
    }

    @Test
    void anExpertThatGetsTooFewPairsEndsTheRunBeforeAnythingIsTrained() throws Exception {
        Path run = folder.resolve("run");
        // a random split of ten pairs over four experts leaves one of them with fewer than two
        assertThat(
                failure("run", "--shards", shard(12).toString(), "--hierarchy", "random", "--run", run.toString()))
                .contains("would have nothing to train on", "--redo cluster --experts 3");
        assertThat(run.resolve("assignments/manifest.json")).exists();
        assertThat(run.resolve("seed")).doesNotExist();
        assertThat(failure("train", "--run", run.toString())).contains("would have nothing to train on");
        assertThat(run.resolve("seed")).doesNotExist();
    }

    private static String failure(String... arguments) {
        PrintStream err = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
            assertThat(Main.run(arguments)).isEqualTo(1);
            return heard.toString(StandardCharsets.UTF_8);
        } finally {
            System.setErr(err);
        }
    }
}
