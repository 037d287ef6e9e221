package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineExampleTest {
    @TempDir
    private Path folder;

    @Test
    void runsFromShardsToReport() throws Exception {
        Path data = folder.resolve("data");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto"), List.of("twemoji"), 64, PictureFormat.PNG, 3, 50, 80)).write(data);
        Path report = PipelineExample.trainTwoExperts(data.resolve("train"), data.resolve("tasks.yaml"), folder.resolve("run"));
        assertThat(report).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("run/evaluation/results.csv"))).startsWith("task,metric,model,value\n")
                .contains(",mode-nearest,", ",expert-1,", ",dense,", ",chance,");
        assertThat(folder.resolve("run/evaluation/clusters.html")).content().contains("id=\"map\"");
        double[] probabilities = PipelineExample.ask(folder.resolve("run"),
                Files.write(folder.resolve("cat.png"), Drawings.picture(Color.RED, Color.BLUE)))[0];
        assertThat(probabilities).hasSize(2);
        assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-9));
        Path classes = Files.writeString(folder.resolve("classes.txt"), "a cat\n\na flag\n");
        assertThat(Main.run("clusters", "--run", folder.resolve("run").toString(), "--for-classes", classes.toString(), "--json")).isZero();
        assertThat(Main.run("clusters", "export", "--run", folder.resolve("run").toString(), "--out", folder.resolve("torch").toString()))
                .isZero();
        assertThat(folder.resolve("torch")).isDirectoryContaining("glob:**-C2.pth");
        assertThat(Main.run("clusters", "--run", folder.resolve("run").toString(), "--for-classes",
                Files.writeString(folder.resolve("none.txt"), "\n").toString())).isEqualTo(1);
    }

    @Test
    void isTheTextOfTheDocs() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/mode4j/cli/PipelineExample.java"));
        Matcher examples = Pattern.compile("from here\n(.+?)    // to here", Pattern.DOTALL).matcher(source);
        int found = 0;
        for (; examples.find(); found++) {
            String text = examples.group(1).lines().map(line -> line.replaceFirst("^ {4}", "")).collect(Collectors.joining("\n"));
            assertThat(Files.readString(Path.of("../docs/api.md"))).contains(text);
        }
        assertThat(found).isEqualTo(2);
    }
}
