package io.mode4j.ensemble.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.exchange.ClusterImport;
import io.mode4j.cluster.points.Distance;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.ReferenceCsv;
import io.mode4j.ensemble.UniformRule;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of PyTorch's, and the table that a rendering of the published rule made of them ({@code golden.py} beside them). */
class ReferenceTableTest {

    private static final FileLayer FILES = new FileLayer();
    private static final String TASK = "CIFAR10";

    @TempDir
    private Path root;

    @BeforeEach
    void copy() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(ReferenceTableTest.class.getResource("result.csv")).toURI()).resolveSibling("");
        Path _ = FolderCopy.of(golden, root);
    }

    private ReferenceOutputs outputs() throws IOException {
        Clusters clusters = ClusterImport.read(root.resolve("F12.pth"), root.resolve("F12-C3.pth"), null, Distance.EUCLIDEAN);
        return new ReferenceOutputs(root.resolve("eval_outputs"), root.resolve("metadata"), clusters);
    }

    private ReferenceCsv table() throws IOException {
        return ReferenceTable.of(outputs(), outputs().tasks(), List.of(), Progress.silent());
    }

    private static List<List<String>> cells(Path csv) throws IOException {
        return Files.readAllLines(csv).stream().map(line -> List.of(line.split(",", -1))).toList();
    }

    @Test
    void everyCellIsTheReferences() throws IOException {
        List<String> tasks = ReferenceOutputs.catalogue(root.resolve("dataset_catalog.json"));
        ReferenceTable.of(outputs(), tasks, List.of(), Progress.silent()).write(FILES, root.resolve("ours.csv"));
        List<List<String>> expected = cells(root.resolve("result.csv"));
        List<List<String>> found = cells(root.resolve("ours.csv"));
        assertThat(found.getFirst()).isEqualTo(expected.getFirst());
        assertThat(found).hasSameSizeAs(expected).hasSize(tasks.size() + 2);
        for (int row = 1; row < expected.size(); row++) {
            assertThat(found.get(row).subList(0, 3)).isEqualTo(expected.get(row).subList(0, 3));
            for (int column = 3; column < expected.getFirst().size(); column++) {
                assertThat(Double.parseDouble(found.get(row).get(column))).as("row %d, column %d", row, column)
                        .isCloseTo(Double.parseDouble(expected.get(row).get(column)), within(1e-6));
            }
        }
        assertThat(found.get(3).get(8)).as("CIFAR10: weights matter").isNotEqualTo(found.get(3).get(7));
    }

    @Test
    void withoutACatalogueTasksAreSortedAndOtherRulesStandBeside() throws IOException {
        List<String> tasks = outputs().tasks();
        assertThat(tasks).containsExactly("CIFAR10", "Caltech101", "HatefulMemes", "Kinetics700", "MNIST", "SUN397", "UCF101");
        ReferenceCsv plain = table();
        ReferenceCsv more = ReferenceTable.of(outputs(), tasks, List.of(EnsembleOptions.standard().rule("nearest"), new UniformRule()),
                Progress.silent());
        for (String task : tasks) {
            assertThat(more.of(task)).containsAllEntriesOf(plain.of(task)).containsKeys("nearest", "uniform");
            assertThat(more.of(task).get("uniform")).isEqualTo(plain.of(task).get("all_unit"));
        }
        more.write(FILES, root.resolve("ours.csv"));
        assertThat(cells(root.resolve("ours.csv")).getFirst()).endsWith("all_unit", "ensemble", "nearest", "uniform");
        assertThat(EnsembleOptions.standard().others()).extracting(rule -> rule.name()).containsExactly("paper", "nearest");
    }

    private void answers(int expert, float[] logits, int columns, long... targets) throws IOException {
        TorchFile.write(FILES, root.resolve("eval_outputs/" + TASK + "_pred-" + expert + ".pth"), new LinkedHashMap<>(
                Map.of("logits", Tensor.of(logits, logits.length / columns, columns), "targets", Tensor.of(targets, targets.length))));
    }

    private void refused(String... said) {
        assertThatThrownBy(this::table).isInstanceOf(BadInputException.class).satisfies(e -> assertThat(e.getMessage()).contains(said));
    }

    @Test
    void logitsAndTargetsOfDifferentLengths() throws IOException {
        answers(1, new float[14], 7, 0, 1, 2);
        refused("CIFAR10_pred-1.pth", "3 targets", "[2, 7]");
    }

    @Test
    void logitsThatAreNoNumbers() throws IOException {
        answers(0, new float[]{0, 0, 0, 0, 0, 0, 0, 0, 0, Float.NaN, 0, 0, 0, 0}, 7, 0, 1);
        refused("CIFAR10_pred-0.pth", "NaN in row 1");
    }

    @Test
    void aTargetThatIsNoClass() throws IOException {
        answers(0, new float[14], 7, 0, 7);
        refused("CIFAR10_pred-0.pth", "expected targets from 0 to 6, found 7 at 1");
    }

    @Test
    void anExpertsFileIsMissing() throws IOException {
        Files.delete(root.resolve("eval_outputs/CIFAR10_pred-1.pth"));
        refused("CIFAR10_pred-1.pth", "answers of expert 1 of 3");
    }

    @Test
    void anExpertAnsweredOtherPictures() throws IOException {
        answers(2, new float[14], 7, 0, 1);
        refused("CIFAR10_pred-2.pth", "[50, 7] as of expert 0, found [2, 7]");
        for (int expert = 0; expert < 3; expert++) {
            answers(expert, new float[]{1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, 7, 0, expert);
        }
        refused("CIFAR10_pred-1.pth", "the targets of expert 0");
    }

    @Test
    void aTaskWithoutTexts() throws IOException {
        Files.delete(root.resolve("metadata/CIFAR10.pth"));
        refused("CIFAR10.pth", "the texts of task 'CIFAR10' [7, 8]");
    }

    @Test
    void textsOfAnotherNumberOfClasses() throws IOException {
        TorchFile.write(FILES, root.resolve("metadata/CIFAR10.pth"), Tensor.of(new float[10 * 8], 10, 8));
        refused("CIFAR10.pth", "expected texts [7, 8]", "[10, 8]");
        TorchFile.write(FILES, root.resolve("metadata/CIFAR10.pth"), new LinkedHashMap<>(Map.of("texts", Tensor.of(new float[8], 1, 8))));
        refused("CIFAR10.pth", "expected a tensor [C, dim]");
    }

    @Test
    void filesOfAnotherKind() throws IOException {
        TorchFile.write(FILES, root.resolve("eval_outputs/CIFAR10_pred-0.pth"),
                new LinkedHashMap<>(Map.of("scores", Tensor.of(new float[8], 1, 8))));
        refused("CIFAR10_pred-0.pth", "expected logits [N, C] and targets [N], found [scores]");
        try (Stream<Path> files = Files.list(root.resolve("eval_outputs"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        refused("eval_outputs", "expected files TASK_pred-0.pth");
        Files.writeString(root.resolve("list.json"), "[1]");
        assertThatThrownBy(() -> ReferenceOutputs.catalogue(root.resolve("list.json"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("whose keys are tasks");
    }

    /** An expert that no text is nearest to counts as the rule says: with score 0 in the softmax, not with weight 0. */
    @Test
    void anExpertWithoutATextStillVotes() throws IOException {
        TorchFile.write(FILES, root.resolve("F3.pth"), new LinkedHashMap<>(
                Map.of("center", Tensor.of(new float[]{1, 0, 0, 1, 5, 5}, 3, 2))));
        TorchFile.write(FILES, root.resolve("F3-C3.pth"), new LinkedHashMap<>(
                Map.of("coarse", Tensor.of(new float[]{1, 0, 0, 1, 5, 5}, 3, 2), "assign", Tensor.of(new long[]{0, 1, 2}, 3))));
        TorchFile.write(FILES, root.resolve("metadata/CIFAR10.pth"), Tensor.of(new float[]{1, 0, 0, 1}, 2, 2));
        answers(0, new float[]{0, 0.1f, 0, 0.1f}, 2, 0, 1);
        answers(1, new float[]{0, 0.1f, 0, 0.1f}, 2, 0, 1);
        answers(2, new float[]{9, 0, 0, 0}, 2, 0, 1);
        Clusters clusters = ClusterImport.read(root.resolve("F3.pth"), root.resolve("F3-C3.pth"), null, Distance.EUCLIDEAN);
        ReferenceCsv table = ReferenceTable.of(new ReferenceOutputs(root.resolve("eval_outputs"), root.resolve("metadata"), clusters),
                List.of(TASK), List.of(), Progress.silent());
        assertThat(table.of(TASK)).containsEntry("expert-0", 50.0).containsEntry("ensemble", 100.0);
    }
}
