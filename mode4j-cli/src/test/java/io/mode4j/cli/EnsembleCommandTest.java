package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleCommandTest {
    @TempDir
    private Path folder;

    /** Two experts, of which the second is right about two pictures that the first confuses. */
    static void write(Path folder) throws IOException {
        FileLayer files = new FileLayer();
        float[] centers = {1, 0, 0, 1};
        TorchFile.write(files, folder.resolve("F2.pth"), new LinkedHashMap<>(Map.of("center", Tensor.of(centers, 2, 2))));
        TorchFile.write(files, folder.resolve("F2-C2.pth"),
                new LinkedHashMap<>(Map.of("coarse", Tensor.of(centers, 2, 2), "assign", Tensor.of(new long[]{0, 1}, 2))));
        for (String task : List.of("MNIST", "EuroSAT")) {
            TorchFile.write(files, folder.resolve("metadata/" + task + ".pth"), Tensor.of(new float[]{0, 1, 0.6f, 0.8f}, 2, 2));
            for (int expert = 0; expert < 2; expert++) {
                float[] logits = {expert, 0.5f, 0.5f, expert};
                TorchFile.write(files, folder.resolve("eval_outputs/%s_pred-%d.pth".formatted(task, expert)), new LinkedHashMap<>(
                        Map.of("logits", Tensor.of(logits, 2, 2), "targets", Tensor.of(new long[]{0, 1}, 2))));
            }
        }
    }

    private String[] command(String... more) {
        List<String> command = new ArrayList<>(List.of("ensemble", "--eval-outputs", folder.resolve("eval_outputs").toString(),
                "--fine", folder.resolve("F2.pth").toString(), "--coarse", folder.resolve("F2-C2.pth").toString(), "--metadata",
                folder.resolve("metadata").toString(), "--out", folder.resolve("result.csv").toString(), "--progress", "none"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    @Test
    void theTableIsWritten() throws IOException {
        write(folder);
        assertThat(Main.run(command())).isZero();
        assertThat(Files.readString(folder.resolve("result.csv")))
                .isEqualTo("""
                           ,dataset,num_classes,expert-0,expert-1,expert-max,all_unit,ensemble
                           0,EuroSAT,2.0,0.0,100.0,100.0,50.0,100.0
                           1,MNIST,2.0,0.0,100.0,100.0,50.0,100.0
                           2,average,2.0,0.0,100.0,100.0,50.0,100.0
                           """);
        Files.writeString(folder.resolve("dataset_catalog.json"), "{\"MNIST\": {}}");
        assertThat(Main.run(command("--rules", "--catalog", folder.resolve("dataset_catalog.json").toString()))).isZero();
        assertThat(Files.readString(folder.resolve("result.csv")))
                .isEqualTo("""
                           ,dataset,num_classes,expert-0,expert-1,expert-max,all_unit,ensemble,paper,nearest
                           0,MNIST,2.0,0.0,100.0,100.0,50.0,100.0,100.0,100.0
                           1,average,2.0,0.0,100.0,100.0,50.0,100.0,100.0,100.0
                           """);
    }

    @Test
    void aTaskOfTheCatalogueWithoutAnswersIsNamed() throws IOException {
        write(folder);
        Files.writeString(folder.resolve("dataset_catalog.json"), "{\"Food101\": {}}");
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(command("--catalog", folder.resolve("dataset_catalog.json").toString()))).isEqualTo(1);
        assertThat(err.toString()).contains("Food101_pred-0.pth", "answers of expert 0 of 2");
        assertThat(folder.resolve("result.csv")).doesNotExist();
    }
}
