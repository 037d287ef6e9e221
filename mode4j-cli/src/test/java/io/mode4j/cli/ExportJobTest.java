package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderArchive;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained where nothing of the run is, from one file, and comes back as another. */
class ExportJobTest {
    private static final FileLayer FILES = new FileLayer();

    @TempDir
    private static Path folder;

    private static Path run;
    private static Path model;

    @BeforeAll
    static void trainTheSeed() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        Drawings.write(folder.resolve("data/00001.tar"), 30, 2);
        model = folder.resolve("model.json");
        Files.copy(Path.of(KillTest.resource("tiny-model.json")), model);
        run = AssignedRun.make(folder.resolve("run"), folder.resolve("data"), "--holdout", "0.25");
        assertThat(Main.run("train", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--progress", "none", "--seed",
                "5", "--only", "seed", "--model", model.toString(), "--seed-span", "20 steps", "--expert-span", "100 steps",
                "--batch-size", "8")).isZero();
    }

    private static Path export(Path from, String name, Path to, String... more) {
        assertThat(Main
                .run(Stream.concat(Stream.of("export-job", "--run", from.toString(), "--only", name, "--out", to.toString(), "--progress",
                        "none"), Stream.of(more)).toArray(String[]::new)))
                .isZero();
        return to;
    }

    private static Path copy(String name) throws IOException {
        return FolderCopy.of(run, folder.resolve(name));
    }

    private static SortedMap<String, String> trained(Path run, String name) throws IOException {
        assertThat(Main.run("train", "--run", run.toString(), "--only", name, "--progress", "none")).isZero();
        return KillTest.contents(run.resolve(name.equals("dense") ? "baselines" : "experts").resolve(name));
    }

    @Test
    void whatIsTrainedElsewhereIsWhatTheRunTrains() throws Exception {
        Path whole = copy("whole");
        Path here = copy("here");
        Path there = Files.createDirectories(folder.resolve("there"));
        Path file = export(here, "expert-1", there.resolve("expert-1.tar"));
        SortedMap<String, String> expected = trained(whole, "expert-1");
        Path away = Files.move(folder.resolve("data"), folder.resolve("away"));
        Path hidden = Files.move(here, folder.resolve("hidden"));
        Files.move(model, folder.resolve("hidden.json"));
        try {
            CommandProcess killed = CommandProcess.start(folder,
                    List.of("train", "--job", file.toString(), "--progress", "none", "--save-every", "1"));
            Path training = there.resolve("expert-1/experts/expert-1");
            assertThat(killed.killWhen(() -> StageLock.holder(training).isPresent())).isTrue();
            CommandProcess.Result result = Heard.run("train", "--job", file.toString(), "--progress", "none");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.out()).contains("import-job --run DIR " + there.resolve("expert-1.result.tar"));
        } finally {
            Files.move(away, folder.resolve("data"));
            Files.move(hidden, here);
            Files.move(folder.resolve("hidden.json"), model);
        }
        CommandProcess.Result brought = Heard.run("import-job", "--run", here.toString(), there.resolve("expert-1.result.tar").toString());
        assertThat(brought.exitCode()).as(brought.err()).isZero();
        assertThat(brought.out()).contains("expert-1 is in " + here);
        assertThat(KillTest.contents(here.resolve("experts/expert-1"))).containsKey("model.safetensors").isEqualTo(expected);
        assertThat(Heard.run("status", "--run", here.toString()).out()).containsPattern("experts/expert-1 +done");
        Object before = Files.getLastModifiedTime(here.resolve("experts/expert-1/manifest.json"));
        CommandProcess.Result again = Heard.run("import-job", "--run", here.toString(), there.resolve("expert-1.result.tar").toString());
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("is there already", "nothing is changed");
        assertThat(Files.getLastModifiedTime(here.resolve("experts/expert-1/manifest.json"))).isEqualTo(before);
        CommandProcess.Result next = Heard.run("train", "--run", here.toString(), "--only", "expert-1", "--progress", "none");
        assertThat(next.exitCode()).as("it is the run's own: " + next.err()).isZero();
        assertThat(Files.getLastModifiedTime(here.resolve("experts/expert-1/manifest.json"))).isEqualTo(before);
        for (Path place : List.of(here, there)) {
            try (Stream<Path> left = Files.walk(place)) {
                assertThat(left.filter(FileLayer::isTemporary)).isEmpty();
            }
        }
    }

    @Test
    void aModelOfAllPairsAndOneOfReferencesAreTheSameToo() throws Exception {
        Path whole = copy("whole2");
        Path dense = export(whole, "dense", folder.resolve("dense.tar"));
        Path expert = export(whole, "expert-0", folder.resolve("expert-0.tar"), "--references");
        assertThat(Files.size(expert)).as("no pictures in it").isLessThan(Files.size(dense));
        for (Path file : List.of(dense, expert)) {
            assertThat(Main.run("train", "--job=" + file, "--progress", "none")).isZero();
        }
        assertThat(KillTest.contents(folder.resolve("dense/baselines/dense"))).isEqualTo(trained(whole, "dense"));
        assertThat(KillTest.contents(folder.resolve("expert-0/experts/expert-0"))).isEqualTo(trained(whole, "expert-0"));
        CommandProcess.Result same = Heard.run("import-job", "--run", whole.toString(), folder.resolve("dense.result.tar").toString());
        assertThat(same.out()).contains("is there already");
    }

    @Test
    void otherSeedsOptionsAndVersionsAreRefusedWithTheDifference() throws Exception {
        Path file = export(run, "expert-0", Files.createDirectories(folder.resolve("job")).resolve("expert-0.tar"));
        CommandProcess.Result untrained = Heard.run("import-job", "--run", run.toString(), file.toString());
        assertThat(untrained.exitCode()).isEqualTo(1);
        assertThat(untrained.err()).contains("train --job " + file);
        assertThat(Main.run("train", "--job", file.toString(), "--progress", "none", "--wd", "0.3")).isZero();
        Path result = folder.resolve("job/expert-0.result.tar");
        CommandProcess.Result options = Heard.run("import-job", "--run", run.toString(), result.toString());
        assertThat(options.exitCode()).isEqualTo(1);
        assertThat(options.err()).contains(result + ": expert-0 was not trained as " + run + " trains it", "0.3");
        assertThat(run.resolve("experts/expert-0")).doesNotExist();

        Path other = copy("other");
        assertThat(
                Main.run("train", "--run", other.toString(), "--only", "seed", "--redo", "seed", "--seed-span", "21 steps", "--expert-span",
                        "99 steps", "--progress", "none"))
                .isZero();
        CommandProcess.Result seed = Heard.run("import-job", "--run", other.toString(), result.toString());
        assertThat(seed.exitCode()).isEqualTo(1);
        assertThat(seed.err()).contains("input seed model has other content");

        Path older = older(file);
        CommandProcess.Result version = Heard.run("train", "--job", older.toString(), "--progress", "none");
        assertThat(version.exitCode()).isEqualTo(1);
        assertThat(version.err()).contains(older + " is of mode4j 0.0.1 (format 1), and this is mode4j " + Manifest.program());
        assertThat(folder.resolve("job/older")).doesNotExist();
        assertThat(Heard.run("train", "--job", result.toString()).err()).contains("which is trained already", "import-job --run DIR");
        assertThat(Heard.run("import-job", "--run", run.toString(), folder.resolve("data/00000.tar").toString()).err())
                .contains("expected a file of mode4j export-job or train --job");
        Files.copy(export(run, "expert-1", folder.resolve("job/expert-1.tar")), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Heard.run("train", "--job", file.toString()).err())
                .contains(folder.resolve("job/expert-0") + " is there, and is not what is in");
        assertThat(Heard.run("train", "--job", file.toString(), "--only", "expert-1").exitCode()).isEqualTo(2);
        assertThat(Heard.run("train", "--job", file.toString(), "--run", run.toString()).err())
                .contains("expected --run or --job, found both");
        assertThat(Heard.run("export-job", "--run", run.toString(), "--only", "seed").err())
                .contains("the seed model is trained in the run itself");
    }

    /** The same, as an older version would have written it. */
    private static Path older(Path file) throws IOException {
        Path unpacked = folder.resolve("job/unpacked");
        FolderArchive.unpack(FILES, file, unpacked);
        String ticket = Files.readString(unpacked.resolve("job.json"));
        String written = "\"mode4j\" : \"" + Manifest.program() + "\"";
        assertThat(ticket).contains(written);
        Files.writeString(unpacked.resolve("job.json"), ticket.replace(written, "\"mode4j\" : \"0.0.1\""));
        Path older = folder.resolve("job/older.tar");
        FolderArchive.write(FILES, unpacked, older);
        return older;
    }
}
