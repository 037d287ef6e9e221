package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Manifest;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Students of a run of two experts. */
class DistillTest {
    private static final int PAIRS = 60;

    @TempDir
    private static Path folder;

    private static Path assigned;
    private static Path run;

    @BeforeAll
    static void train() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), PAIRS, 1);
        assigned = AssignedRun.make(folder.resolve("assigned"), folder.resolve("data"), "--holdout", "0.1");
        run = train("run");
    }

    private static Path train(String name, String... more) throws Exception {
        Path trained = FolderCopy.of(assigned, folder.resolve(name));
        assertThat(Main.run(Stream.concat(Stream.of("train", "--run", trained.toString(), "--model", KillTest.resource("tiny-model.json"),
                "--progress", "none", "--seed", "5", "--batch-size", "16", "--seed-span", "30 steps", "--expert-span", "20 steps",
                "--precision",
                "fp32"), Stream.of(more)).toArray(String[]::new))).isZero();
        return trained;
    }

    private static CommandProcess.Result distill(Path of, Path out, String student, String... more) {
        return Heard.run(Stream.concat(Stream.of("distill", "--run", of.toString(), "--student", student, "--out", out.toString(),
                "--progress", "none"), Stream.of(more)).toArray(String[]::new));
    }

    private static Manifest distilled(Path out, String student, String... more) throws IOException {
        CommandProcess.Result result = distill(run, out, student, more);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("The model is in " + out.toAbsolutePath(), "mode4j evaluate --model " + out);
        return Manifest.read(out);
    }

    private static SortedMap<String, FileTime> times(Path of) throws IOException {
        SortedMap<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> all = Files.walk(of)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                times.put(of.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aStudentIsAModelLikeAnyOtherAndASecondOneComputesNothingAgain() throws Exception {
        String recorded = Files.readString(run.resolve("run.json"));
        Path out = folder.resolve("models/first");
        Manifest first = distilled(out, "expert-mean", "--span", "12 steps");
        int trainedOn = (int) SampleIndex.open(run.resolve("index")).rows();
        assertThat(trainedOn).isLessThan(PAIRS);
        assertThat(first.summary()).containsEntry("steps", 12).containsEntry("batch_size", 16).containsEntry("pairs", trainedOn);
        Manifest expert = Manifest.read(run.resolve("experts/expert-0"));
        assertThat(first.recipe().configuration()).containsEntry("distillation weight", "0.5")
                .containsEntry("teachers", "weighed by per-text, tau 0.1")
                .containsEntry("schedule", "192 samples")
                .containsEntry("warm-up", "19 samples")
                .containsEntry("training captions", expert.recipe().configuration().get("training captions"));
        assertThat(first.recipe().inputs()).containsEntry("teacher expert-0", expert.fingerprint())
                .containsEntry("teacher expert-1", Manifest.read(run.resolve("experts/expert-1")).fingerprint());
        assertThat(Files.readAllLines(out.resolve("log.jsonl"))).hasSize(12).last().asString().contains("validation_loss");
        assertThat(run.resolve("run.json")).as("records no options").hasContent(recorded);
        try (Stream<Path> beside = Files.list(folder.resolve("models"))) {
            assertThat(beside).as("the mean of weights is gone").containsExactly(out);
        }

        SortedMap<String, FileTime> kept = times(run.resolve("teachers"));
        assertThat(kept).containsKeys("expert-0/features/00000.npy", "expert-0/distances/00000.npy", "expert-1/features/manifest.json");
        Manifest second = distilled(folder.resolve("models/second"), "seed", "--span", "12 steps", "--distill-weight", "1");
        assertThat(times(run.resolve("teachers"))).isEqualTo(kept);
        assertThat(second.recipe().configuration()).containsEntry("distillation weight", "1.0");
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        Manifest renamed = distilled(folder.resolve("models/again"), "expert-mean", "--span", "12 steps");
        assertThat(renamed.fingerprint()).as("the same bytes, whatever the folder is called").isEqualTo(first.fingerprint());

        Drawings.folder(folder.resolve("birds"), 4, 3);
        assertThat(Main.run("evaluate", "--model", out.toString(), "--datasets", folder.resolve("birds").toString(), "--out",
                folder.resolve("results").toString(), "--progress", "none")).isZero();
        CommandProcess.Result other = distill(run, out, "seed", "--span", "12 steps");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("input given model has other content", "Remove that folder, or give another --out");
    }

    /** After a step at a rate that moves nothing. */
    private static void requireSameWeights(Path found, Path expected) throws IOException {
        try (SafetensorsFile one = SafetensorsFile.open(found.resolve("model.safetensors"));
                SafetensorsFile other = SafetensorsFile.open(expected.resolve("model.safetensors"))) {
            assertThat(one.names()).containsExactlyInAnyOrderElementsOf(other.names());
            for (String name : one.names()) {
                float[] moved = one.floats(name);
                float[] before = other.floats(name);
                assertThat(moved).as(name).hasSameSizeAs(before);
                assertThat(IntStream.range(0, before.length).mapToDouble(i -> Math.abs((double) moved[i] - before[i])).max().orElse(0))
                        .as(name)
                        .isLessThan(1e-20);
            }
        }
    }

    @Test
    void studentsBeginAsTheyAreTold() throws Exception {
        for (String student : List.of("dense", "expert-1", run.resolve("seed").toString())) {
            Path out = folder.resolve("begun/" + Path.of(student).getFileName());
            distilled(out, student, "--span", "1 step", "--lr", "1e-30");
            Path model = student.equals("dense") ? run.resolve("baselines/dense")
                    : student.equals("expert-1") ? run.resolve("experts/expert-1") : run.resolve("seed");
            requireSameWeights(out, model);
        }
        Path ofMean = folder.resolve("begun/mean");
        distilled(ofMean, "expert-mean", "--span", "1 step", "--lr", "1e-30");
        assertThat(Main.run("merge", "--run", run.toString(), "--out", folder.resolve("merged").toString())).isZero();
        requireSameWeights(ofMean, folder.resolve("merged"));
        Path small = Files.writeString(folder.resolve("small.json"),
                Files.readString(Path.of(KillTest.resource("tiny-model.json"))).replace("\"embed_dim\": 16", "\"embed_dim\": 8"));
        assertThat(distilled(folder.resolve("begun/fresh"), "fresh", "--span", "2 steps").recipe().configuration().get("model"))
                .contains("embedDim=16");
        assertThat(distilled(folder.resolve("begun/small"), "fresh", "--span", "2 steps", "--model", small.toString()).recipe()
                .configuration()
                .get("model")).contains("embedDim=8");
        assertThat(distill(run, folder.resolve("begun/odd"), "seed", "--model", small.toString()).err())
                .contains("--model: a student that begins as seed has that one's architecture; expected it with --student fresh alone");
    }

    @Test
    void aStudentThatIsKilledEndsInTheSameBytes() throws Exception {
        Path whole = folder.resolve("killed/whole");
        Path killed = folder.resolve("killed/killed");
        assertThat(distill(run, whole, "expert-mean", "--span", "200 steps", "--save-every", "1").exitCode()).isZero();
        List<String> command = List.of("distill", "--run", run.toString(), "--student", "expert-mean", "--span", "200 steps",
                "--save-every",
                "1", "--out", killed.toString());
        assertThat(CommandProcess.start(folder, command).killWhen(() -> Files.exists(killed.resolve("newest.txt")))).isTrue();
        assertThat(killed.resolve("manifest.json")).doesNotExist();
        CommandProcess.Result on = CommandProcess.start(folder, command).finish();
        assertThat(on.exitCode()).as(on.err()).isZero();
        assertThat(KillTest.contents(killed)).isEqualTo(KillTest.contents(whole));
        try (Stream<Path> beside = Files.list(killed.getParent())) {
            assertThat(beside).containsExactlyInAnyOrder(whole, killed);
        }
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsAsked() throws Exception {
        Path out = folder.resolve("refused");
        CommandProcess.Result early = distill(assigned, out, "fresh");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err()).contains("no expert is there that could be weighed; train first (mode4j train)");
        CommandProcess.Result name = distill(run, out, "expert-7");
        assertThat(name.exitCode()).isEqualTo(1);
        assertThat(name.err()).contains(
                "--student: expected fresh, expert-mean, seed, expert-0, expert-1, dense, or a model folder, found 'expert-7'");
        CommandProcess.Result weight = distill(run, out, "seed", "--distill-weight", "2");
        assertThat(weight.exitCode()).isEqualTo(2);
        assertThat(weight.err()).contains("--distill-weight expects a number from 0 to 1, found 2.0");
        assertThat(distill(run, out, "seed", "--span", "0 steps").err()).contains("--span 0 steps: not one sample");
        assertThat(distill(run, out, "seed", "--generation", "3").err()).contains("no generation 3");
        CommandProcess.Result ranks = CommandProcess.start(folder,
                List.of("env", "RANK=0", "WORLD_SIZE=2", "MASTER_ADDR=localhost", "MASTER_PORT=12345"),
                List.of("distill", "--run", run.toString(), "--student", "seed", "--out", out.toString())).finish();
        assertThat(ranks.exitCode()).isEqualTo(2);
        assertThat(ranks.err()).contains("a student is trained by one process: expected no torchrun or srun of several");
        assertThat(out).doesNotExist();
        assertThat(assigned.resolve("teachers")).doesNotExist();
    }

    /** Seen as in evaluation, a student that begins as its only teacher has nothing to learn from it; another one has. */
    @Test
    void oneExpertTeachesAlone() throws Exception {
        Path alone = train("alone", "--only", "seed");
        assertThat(Main.run("train", "--run", alone.toString(), "--only", "expert-1", "--progress", "none")).isZero();
        double[] losses = new double[2];
        for (int i = 0; i < losses.length; i++) {
            Path out = folder.resolve("of-one/" + i);
            CommandProcess.Result result = distill(alone, out, List.of("expert-1", "seed").get(i), "--span", "3 steps", "--distill-weight",
                    "1",
                    "--aug-shift", "0", "--aug-gain", "0", "--train-captions", "clustered");
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(Manifest.read(out).recipe().inputs()).containsKey("teacher expert-1").doesNotContainKey("teacher expert-0");
            losses[i] = JsonMapper.shared().readTree(Files.readAllLines(out.resolve("log.jsonl")).getFirst()).get("loss").doubleValue();
        }
        assertThat(losses[0]).isLessThan(1e-5).isLessThan(losses[1] / 100);
        assertThat(alone.resolve("teachers")).isDirectoryNotContaining("glob:**expert-0");
    }
}
