package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Planted copies among 32 pairs: captions in another order or in other words, pictures encoded again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NegativesCommandTest {
    private static final List<String> CAPTIONS = List.of("a red bicycle leaning against a wall", "two children playing in the snow",
            "a bowl of hot soup on a wooden table", "an old lighthouse by the sea at night", "a cat sleeping on a blue sofa",
            "people waiting for a train", "fresh tomatoes and basil at the market", "a mountain lake in early autumn",
            "a dog catching a yellow ball", "the skyline of a large city", "a man repairing a clock", "sailing boats in a harbour",
            "a field of sunflowers under clouds", "children drawing with chalk", "a steam locomotive on a bridge",
            "a cup of coffee beside a newspaper", "an empty theatre with red seats", "a violin on a piano",
            "a fox in the forest", "a desert road at noon", "penguins standing on ice", "a bakery window full of bread",
            "a rocket on its launch pad", "a chess board in a park");
    private static final List<String> REWRITTEN = List.of("leaning against a wall, a red bicycle", "in the snow two children playing",
            "a bowl of hot soup on a table made of wood", "at night, an old lighthouse by the sea",
            "a photo of a cat sleeping on a blue sofa", "people who wait for a train",
            "at the market: fresh basil and tomatoes", "in early autumn, a mountain lake");

    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void assign() throws IOException {
        ShardWriter.write(new FileLayer(), folder.resolve("data/00000.tar"), tar -> {
            for (int i = 0; i < CAPTIONS.size(); i++) {
                tar.add("own" + i, "png", picture(i, "png"));
                tar.add("own" + i, "txt", CAPTIONS.get(i).getBytes(StandardCharsets.UTF_8));
            }
            for (int i = 0; i < REWRITTEN.size(); i++) {
                boolean same = i < 3;
                tar.add("copy" + i, same ? "jpg" : "png", same ? picture(i, "jpg") : picture(100 + i, "png"));
                tar.add("copy" + i, "txt", REWRITTEN.get(i).getBytes(StandardCharsets.UTF_8));
            }
        });
        run = AssignedRun.make(folder.resolve("run"), folder.resolve("data"), "--holdout", "0");
    }

    private static byte[] picture(int number, String format) throws IOException {
        Random random = new Random(number);
        byte[] small = Drawings.picture(new Color(random.nextInt(1 << 24)), new Color(random.nextInt(1 << 24)));
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.drawImage(ImageIO.read(new ByteArrayInputStream(small)), 0, 0, 64, 64, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static CommandProcess.Result measure(String... more) {
        return Heard.run(Stream.concat(Stream.of("negatives", "--run", run.toString(), "--progress", "none", "--precision", "fp32"),
                Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @Order(1)
    void withoutASeedModelItSaysWhatIsMissing() {
        CommandProcess.Result early = measure();
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err()).contains("the seed model is not done: train it first (--only seed)");
        assertThat(run.resolve("negatives")).doesNotExist();
    }

    @Test
    @Order(2)
    void plantedCopiesAreFoundAndNoOthers() throws Exception {
        assertThat(Main.run("train", "--run", run.toString(), "--only", "seed", "--model", KillTest.resource("tiny-model.json"),
                "--seed-span", "20 steps", "--expert-span", "4 steps", "--precision", "fp32", "--progress", "none")).isZero();
        String recorded = Files.readString(run.resolve("run.json"));
        CommandProcess.Result result = measure("--batches", "2", "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode negatives = JsonMapper.shared().readTree(result.out()).get("negatives");
        assertThat(negatives.get("batch_size").intValue()).isEqualTo(32);
        JsonNode seed = negatives.get("kinds").get(0);
        assertThat(seed.get("name").stringValue()).isEqualTo("seed");
        double couples = 32 * 31 / 2.0;
        assertThat(mean(seed, "near_embeddings") * couples).as("all eight rewritten captions").isEqualTo(8, within(1e-9));
        assertThat(mean(seed, "near_pictures") * couples).as("all three pictures encoded again").isEqualTo(3, within(1e-9));
        assertThat(mean(seed, "likely_false") * couples).isEqualTo(8, within(1e-9));
        assertThat(negatives.get("kinds")).extracting(kind -> kind.get("name").stringValue())
                .containsExactly("seed", "expert-0", "expert-1", "random-0");
        assertThat(run.resolve("run.json")).as("records no options").hasContent(recorded);
    }

    private static double mean(JsonNode kind, String figure) {
        return kind.get("figures").get(figure).get("mean").doubleValue();
    }

    @Test
    @Order(3)
    void peopleAreToldInATableAndTwoSentences() throws Exception {
        CommandProcess.Result result = measure("--batches", "3", "--batch-size", "8");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("3 batches of 8 pairs of each model")
                .containsPattern(" seed +expert-0 +expert-1 +random-0 +experts\n")
                .containsPattern("likely false, % +\\d")
                .containsPattern("\nHarder: [a-z ,]+\\. ")
                .containsPattern("\nCleaner: [a-z ,]+\\. ")
                .contains("The page is at " + run.resolve("negatives/negatives.html").toAbsolutePath());
        String csv = Files.readString(run.resolve("negatives/negatives.csv"));
        assertThat(csv).contains("\nrandom-0,").contains("\nexperts,");
        assertThat(measure("--batches", "3", "--batch-size", "8").exitCode()).isZero();
        assertThat(run.resolve("negatives/negatives.csv")).as("the run's seed").hasContent(csv);
        assertThat(measure("--batches", "3", "--batch-size", "8", "--seed", "9").exitCode()).isZero();
        assertThat(Files.readString(run.resolve("negatives/negatives.csv"))).isNotEqualTo(csv);
    }

    @Test
    @Order(4)
    void whatCannotBeIsWrongUsage() {
        assertThat(Heard.run("negatives").exitCode()).isEqualTo(2);
        CommandProcess.Result few = measure("--batches", "1");
        assertThat(few.exitCode()).isEqualTo(2);
        assertThat(few.err()).contains("--batches 1: expected at least 2 batches");
        assertThat(measure("--threshold", "2").err()).contains("--threshold 2: expected a cosine above 0 and up to 1");
    }
}
