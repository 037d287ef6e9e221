package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are told which captions are near. */
class FalseNegativesTest {
    @TempDir
    private Path folder;

    private CommandProcess.Result train(Path run, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("train", "--run", run.toString(), "--only", "seed", "--model",
                KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "4 steps", "--precision", "fp32",
                "--progress",
                "none"));
        command.addAll(List.of(more));
        return CommandProcess.run(folder, command.toArray(String[]::new));
    }

    private static String weights(Path run) throws IOException {
        return Objects.requireNonNull(Manifest.read(run.resolve("seed")).files().get("model.safetensors"));
    }

    @Test
    void nearCaptionsChangeAModelAndNothingElseDoes() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        Path run = AssignedRun.make(folder.resolve("run"), folder.resolve("data"), "--holdout", "0");
        assertThat(train(run).err()).isEmpty();
        String usual = weights(run);
        assertThat(train(run, "--redo", "seed", "--false-negatives", "keep", "--false-negatives-from", "0.2").exitCode()).isZero();
        assertThat(weights(run)).as("nothing is told").isEqualTo(usual);
        assertThat(train(run, "--redo", "seed", "--false-negatives", "mask", "--false-negatives-from", "0.2").exitCode()).isZero();
        String masked = weights(run);
        assertThat(Manifest.read(run.resolve("seed")).recipe().configuration()).containsEntry("near captions",
                "mask from a cosine of 0.2 on");
        assertThat(Manifest.read(run.resolve("seed")).recipe().inputs())
                .containsEntry("embeddings", Manifest.read(run.resolve("embeddings")).fingerprint());
        assertThat(train(run, "--redo", "seed", "--false-negatives", "weight", "--false-negatives-from", "0.2").exitCode()).isZero();
        assertThat(List.of(usual, masked)).doesNotContain(weights(run));
        assertThat(masked).isNotEqualTo(usual);

        CommandProcess.Result packed = CommandProcess.run(folder, "data", "pack", "--by-expert", "--run", run.toString(), "--out",
                folder.resolve("packed").toString(), "--progress", "none");
        assertThat(packed.exitCode()).isEqualTo(1);
        assertThat(packed.err())
                .contains("--false-negatives weight needs the embeddings of captions, which an expert's packed share has not");
        CommandProcess.Result grown = CommandProcess.run(folder, "grow", "--run", run.toString(), "--shards",
                folder.resolve("data").toString(), "--new-expert", "--progress", "none");
        assertThat(grown.exitCode()).isEqualTo(1);
        assertThat(grown.err()).contains("--false-negatives weight needs the embeddings of captions");

        new FileLayer().deleteTree(run.resolve("embeddings"));
        CommandProcess.Result gone = train(run, "--redo", "seed");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("embeddings that tell near captions are not there (--false-negatives)");
        CommandProcess.Result wrong = train(run, "--false-negatives-from", "1.5");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--false-negatives-from", "above 0 and below 1");
    }
}
