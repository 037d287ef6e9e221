package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.RunDirectory;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command reads, writes and says is the same in every locale, by the launcher; a JVM that cannot read its arguments says so. */
class LocaleTest {
    private static final List<String> MODULES = List.of("core", "onnx", "torch", "opencv", "icons", "stores", "hdfs", "pipeline", "search",
            "serve", "cli");
    @TempDir
    private static Path scratch;

    private static Path launcher;
    private static Path data;
    private static Path run;
    private static Map<String, String> expected;

    @BeforeAll
    static void inUtf8() throws Exception {
        launcher = install();
        data = Files.createDirectory(scratch.resolve("dätä 日本"));
        run = scratch.resolve("läufe/ein lauf");
        Drawings.write(data.resolve("größe.tar"), 60, 1);
        for (String colour : List.of("rød", "blå")) {
            Path folder = Files.createDirectories(data.resolve("klassen").resolve(colour));
            Files.write(folder.resolve("bild ü.png"), Drawings.picture(Color.RED, Color.BLUE));
        }
        Files.writeString(data.resolve("tasks.yaml"),
                "version: 1\ntasks:\n  - {name: t, kind: classification, images: klassen, classes: [blå, rød, grün]}\n");
        Files.writeString(data.resolve("texts.txt"), "ein Foto: größe\n猫\n");
        Files.writeString(data.resolve("pictures.txt"), picture() + "\n");
        expected = outcome("LC_ALL=C.UTF-8");
        assertThat(expected.get("classify")).contains("bild ü.png", "rød", "猫");
        assertThat(expected.get("refused")).contains("dätä 日本/fehlt.tar");
        assertThat(expected.get("status")).contains("done");
        assertThat(expected).containsKey("evaluation/results.csv");
    }

    /** The launcher with what it starts: the classes of this test's class path. */
    private static Path install() throws IOException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        for (String module : MODULES) {
            Files.createDirectories(home.resolve("mode4j-" + module + "/src/main"));
            Files.writeString(home.resolve("mode4j-" + module + "/pom.xml"), "");
        }
        Files.writeString(home.resolve("pom.xml"), "");
        Path app = Files.createDirectories(home.resolve("mode4j-cli/target/app"));
        ClassPathJar.write(app);
        Files.writeString(app.resolve("built"), "\n");
        return Files.copy(Path.of("../mode4j"), home.resolve("mode4j"));
    }

    /** What the commands say, by their names, and what they write, by the files' names. */
    private static Map<String, String> outcome(String locale) throws Exception {
        Map<String, String> outcome = new TreeMap<>();
        outcome.put("run",
                launch(locale, "run", "--config", KillTest.resource("tiny.yaml"), "--run", run.toString(), "--shards",
                        data.resolve("größe.tar").toString(),
                        "--tasks", data.resolve("tasks.yaml").toString(), "--model", KillTest.resource("tiny-model.json"), "--seed-span",
                        "4 steps", "--expert-span", "2 steps",
                        "--warmup", "1 steps", "--progress", "none"));
        SortedMap<String, String> files = KillTest.contents(run);
        outcome.put("status", launch(locale, "status", "--run", run.toString()));
        outcome.put("clusters", launch(locale, "clusters", "--run", run.toString()));
        outcome.put("refused",
                launch(locale, "index", "--run", scratch.resolve("nö").toString(), "--shards", data.resolve("fehlt.tar").toString()));
        outcome.put("classify", classified(locale));
        String texts = data.resolve("texts.txt").toString();
        String pictures = data.resolve("pictures.txt").toString();
        outcome.put("needs", launch(locale, "clusters", "--run", run.toString(), "--for-classes", texts));
        outcome.put("report", launch(locale, "report", "--run", run.toString()));
        Path out = Files.createDirectories(run.resolve("ausgabe ß"));
        outcome.put("texts",
                launch(locale, "features", "texts", "--model", model(), "--input", texts, "--out", out.resolve("täxt.npy").toString()));
        outcome.put("pictures",
                launch(locale, "features", "images", "--model", model(), "--input", pictures, "--out", out.resolve("bïld.npy").toString()));
        outcome.put("tokenize", launch(locale, "tokenize", "--input", texts, "--out", out.resolve("ids-é.npy").toString()));
        outcome.put("preprocess", launch(locale, "preprocess", "--size", "8", "--out", out.resolve("pïxel.npy").toString(), picture()));
        outcome.put("convert", launch(locale, "convert", "--from", run.resolve("seed/model.safetensors").toString(), "--config",
                run.resolve("seed/open_clip_config.json").toString(), "--to", out.resolve("modèle").toString()));
        for (String written : List.of("täxt.npy", "bïld.npy", "ids-é.npy", "pïxel.npy", "modèle/model.safetensors")) {
            outcome.put(written, Fingerprints.ofFile(out.resolve(written)));
        }
        outcome.putAll(files);
        return outcome;
    }

    private static String classified(String locale) throws Exception {
        return launch(locale, "classify", "--model", model(), "--labels", "rød,猫", "--template", "ein Bild: {} ü",
                picture());
    }

    private static String picture() {
        return data.resolve("klassen/rød/bild ü.png").toString();
    }

    private static String model() {
        return new RunDirectory(run).seed().toString();
    }

    private static String launch(String locale, String... arguments) throws Exception {
        return launch(locale, List.of(arguments));
    }

    private static String launch(String locale, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("env", "-u", "LC_ALL", "-u", "LANG", "-u", "LC_CTYPE", locale, "JAVA_HOME=" + System.getProperty("java.home"),
                        "MODE4J_JAVA_OPTS=-Xmx512m -XX:TieredStopAtLevel=1", "bash", launcher.toString()));
        command.addAll(arguments);
        return said(command);
    }

    private static String said(List<String> command) throws Exception {
        Path said = Files.createTempFile(scratch, "said", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(said, StandardCharsets.UTF_8);
    }

    @Test
    void theOutcomeIsTheSame() throws Exception {
        new FileLayer().deleteTree(run);
        assertThat(outcome("LC_ALL=C")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=POSIX", "LANG=", "LC_ALL=xx_XX.UTF-8", "LC_CTYPE=C"})
    void labelsAndNamesAreTheSame(String locale) throws Exception {
        assertThat(classified(locale)).endsWith(Objects.requireNonNull(expected.get("classify")).substring(2)); // bash may remark on the locale
    }

    @Test
    void aJvmThatCannotReadItsArgumentsRefusesThem() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C"));
        command.addAll(CommandProcess.java());
        List<String> cafe = new ArrayList<>(command);
        cafe.addAll(List.of("index", "--shards", "café?.tar", "--run", scratch.resolve("other").toString()));
        assertThat(said(cafe)).startsWith("2 mode4j: argument 3,").contains("LC_ALL=C.UTF-8").hasLineCount(1);
        assertThat(scratch.resolve("other")).doesNotExist();
        List<String> plain = new ArrayList<>(command);
        plain.addAll(List.of("index", "--shards", "none?.tar", "--run", scratch.resolve("other").toString()));
        assertThat(said(plain)).startsWith("1 mode4j: There is no shard 'none?.tar'");
        Files.createDirectories(scratch.resolve("shards/größe"));
        Files.copy(data.resolve("größe.tar"), scratch.resolve("shards/größe/a.tar"));
        List<String> inside = new ArrayList<>(command);
        inside.addAll(List.of("index", "--shards", scratch.resolve("shards").toString(), "--run", scratch.resolve("other").toString()));
        assertThat(said(inside)).startsWith("1 mode4j: ").contains("a.tar: a file name in UTF-8 expected", "LC_ALL=C.UTF-8");
    }
}
