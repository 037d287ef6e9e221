package io.mode4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.MismatchException;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.Task;
import io.mode4j.task.TaskOrigin;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as MetaCLIP and MoDE have them. */
class ClipEvalTest {

    @TempDir
    private Path root;

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("clipeval"));
        for (String split : List.of("train", "val")) {
            for (Map.Entry<String, Color> colour : Map.of("b", Color.RED, "a", Color.BLUE, "c", Color.GREEN).entrySet()) {
                Path inside = Files.createDirectories(folder.resolve("data/cub/" + split + "/" + colour.getKey()));
                Files.write(inside.resolve("1.png"), WdsFolder.picture(colour.getValue(), "png"));
            }
        }
        Path below = Files.createDirectories(folder.resolve("data/cub/val/a/more"));
        Files.write(below.resolve("2.png"), WdsFolder.picture(Color.RED, "png"));
        Files.write(below.resolve("3.ppm"), new byte[]{'P', '6'});
        Files.createDirectories(folder.resolve("data/mnist/MNIST/raw"));
        ByteBuffer images = ByteBuffer.allocate(16 + 3 * 64).putInt(0x803).putInt(3).putInt(8).putInt(8);
        Arrays.fill(images.array(), 16, images.capacity(), (byte) 0xFF);
        Files.write(folder.resolve("data/mnist/MNIST/raw/t10k-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve("data/mnist/MNIST/raw/t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(11).putInt(0x801).putInt(3).put(new byte[]{1, 0, 1}).array());
        write("dataset_catalog.json", """
                                      {"CUB200": {"path": "data/cub", "type": "imagefolder", "train": "train", "test": "val"},
                                       "MNIST": {"path": "./data/mnist", "type": "special"},
                                       "Birdsnap": {"path": "ROOT/data/cub", "type": "imagefolder", "train": "none", "test": "train"}}
                                      """);
        write("labels.json",
                """
                {"CUB200": ["blue", ["red", "green"], "green"], "MNIST": ["red", "green"], "Birdsnap": ["blue", "red", "green"]}
                """);
        write("templates.json", """
                                {"CUB200": ["{}", "a {} thing"], "MNIST": ["{}"], "Birdsnap": ["a {}"]}
                                """);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content.replace("ROOT", folder.toString()));
    }

    private List<DataSets.Found> open() throws IOException {
        return new DataSets(DataSetOptions.defaults()).clipEval(folder);
    }

    @Test
    void theCatalogueInItsOrder() throws IOException {
        List<DataSets.Found> found = open();
        assertThat(found.stream().map(DataSets.Found::name).toList()).containsExactly("CUB200", "MNIST", "Birdsnap");
        assertThat(found.get(0).demand().splits()).containsOnlyKeys(DataSet.TRAIN, DataSet.TEST);
        assertThat(found.get(0).demand().origin()).isEqualTo(new TaskOrigin("CUB200", "en", TaskOrigin.CLIP_26));
        assertThat(found.get(1).demand().splits()).as("no file to train on").containsOnlyKeys(DataSet.TEST);
        assertThat(found.get(2).demand().origin().average()).as("is none of the 26").isEmpty();
        assertThat(new DataSets(DataSetOptions.defaults()).find(List.of(folder.toString()))).isEqualTo(found);
    }

    @Test
    void subFoldersAreNumberedByNameAndSynonymsAveraged() throws IOException {
        ScoredTask task = new Asked(root).score(open().getFirst().demand().task());
        assertThat(task.texts()).containsExactly("blue", "red", "green");
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(0, 0, 1, 2));
        assertThat(Files.readString(root.resolve("evaluation/tasks/CUB200/task.json"))).contains("\"synonyms\" : [ \"red\", \"green\" ]");
        assertThat(Files.readString(root.resolve("evaluation/tasks/CUB200/pictures.json"))).contains("a/more/2.png");
        assertThat(Files.readString(root.resolve("evaluation/tasks/CUB200/manifest.json"))).contains("\"picture: unknown format\" : 1");
        float[] routed = task.textEmbeddings()[1];
        assertThat(routed).containsExactly(new float[]{(float) Math.sqrt(0.5), (float) Math.sqrt(0.5), 0}, within(1e-6f));
    }

    @Test
    void numbersAreLabelsToo() throws IOException {
        ScoredTask task = new Asked(root).score(open().get(1).demand().task());
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(1, 0, 1));
    }

    @Test
    void twoClassesOfWhichOneIsEmptyHaveNoCurve() throws IOException {
        for (String name : List.of("a", "b")) {
            Files.createDirectories(folder.resolve("memes/dev/" + name));
        }
        Files.write(folder.resolve("memes/dev/a/1.png"), WdsFolder.picture(Color.RED, "png"));
        write("dataset_catalog.json", "{\"HatefulMemes\": {\"path\": \"memes\", \"type\": \"imagefolder\", \"test\": \"dev\"}}");
        write("labels.json", "{\"HatefulMemes\": [\"red\", \"green\"]}");
        write("templates.json", "{\"HatefulMemes\": [\"{}\"]}");
        Task task = open().getFirst().demand().task();
        assertThatThrownBy(() -> new Asked(root).score(task)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "task 'HatefulMemes': metric roc_auc needs pictures of two classes, found 2 classes, 1 of them with pictures");
        Files.write(folder.resolve("memes/dev/b/1.png"), WdsFolder.picture(Color.GREEN, "png"));
        ScoredTask scored = new Asked(root).score(task);
        assertThat(Asked.measured(scored, "right").get(ClassificationMetrics.ROC_AUC)).isEqualTo(1);
        assertThat(Asked.measured(scored, "swapped").get(ClassificationMetrics.ROC_AUC)).isZero();
    }

    @Test
    void otherNumbersAreAnotherTask() throws IOException {
        Asked asked = new Asked(root);
        Task task = open().get(1).demand().task();
        assertThat(asked.score(task)).isNotNull();
        Files.write(folder.resolve("data/mnist/MNIST/raw/t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(11).putInt(0x801).putInt(3).put(new byte[]{1, 1, 1}).array());
        assertThatThrownBy(() -> asked.score(task)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("file 00001 t10k-labels-idx1-ubyte");
    }

    @Test
    void theMetricsOfThe26() {
        assertThat(MainMetrics.clip26()).hasSize(26).doesNotHaveDuplicates().startsWith("imagenet", "Food101").endsWith("SST2");
        assertThat(MainMetrics.ofClipEval("Food101")).isEqualTo(ClassificationMetrics.ACC1);
        for (Map.Entry<String, Metric> known : Map.of("FGVCAircraft", ClassificationMetrics.MEAN_PER_CLASS_RECALL, "OxfordPets",
                ClassificationMetrics.MEAN_PER_CLASS_RECALL, "Caltech101", ClassificationMetrics.MEAN_PER_CLASS_RECALL, "Flowers102",
                ClassificationMetrics.MEAN_PER_CLASS_RECALL, "Kinetics700", ClassificationMetrics.MEAN_OF_TOP_1_AND_5, "HatefulMemes",
                ClassificationMetrics.ROC_AUC).entrySet()) {
            assertThat(MainMetrics.ofClipEval(known.getKey())).isEqualTo(known.getValue());
            assertThat(MainMetrics.clip26()).contains(known.getKey());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  "type": "imagefolder"        | "type": "tfds"                | dataset_catalog.json, task 'CUB200': type imagefolder, filelist or special expected, found 'tfds'
                                                                  "type": "imagefolder"        | "type": "special"             | task 'CUB200': type special is of CIFAR10, CIFAR100, MNIST and STL10 alone
                                                                  "type": "imagefolder"        | "type": "filelist"            | data/cub/val_images.npy expected, found none
                                                                  "type": "imagefolder",       |                               | task 'CUB200': key 'type' expected, a text; found none
                                                                  , "test": "val"              |                               | task 'CUB200': key 'test' expected, a text; found none
                                                                  "test": "val"                | "test": "dev"                 | task 'CUB200': a folder with a sub-folder for each class expected at ROOT/data/cub/dev, found none
                                                                  "data/cub", "type"           | "data/bird", "type"           | task 'CUB200': a folder at path 'data/bird' expected, found none at ROOT/data/bird
                                                                  "CUB200": ["blue"            | "CUB": ["blue"                | labels.json, task 'CUB200': an entry expected, as the catalogue has one; found none
                                                                  "CUB200": ["{}"              | "CUB": ["{}"                  | templates.json, task 'CUB200': an entry expected
                                                                  ["red", "green"]             | []                            | labels.json, task 'CUB200': the name of class 1 expected, or a list of synonyms, found []
                                                                  ["red", "green"], "green"    | "green"                       | 2 class names, and there are 3 sub-folders, one a class: a, b, c
                                                                  "a {} thing"                 | "a thing"                     | templates.json, task 'CUB200', template 2: template 'a thing' has no {} for the class name
                                                                  """)
    void whatIsWrongOfATaskIsThatTasksAlone(String written, String instead, String message) throws IOException {
        for (String name : List.of("dataset_catalog.json", "labels.json", "templates.json")) {
            Path file = folder.resolve(name);
            String text = Files.readString(file);
            int at = text.indexOf(written);
            if (at >= 0) {
                Files.writeString(file, text.substring(0, at) + (instead == null ? "" : instead) + text.substring(at + written.length()));
            }
        }
        List<DataSets.Found> found = open();
        assertThat(found).hasSize(3);
        assertThat(found.get(1).problem()).isEmpty();
        assertThatThrownBy(found.getFirst()::demand).isInstanceOf(BadInputException.class)
                .hasMessageContaining(message.replace("ROOT", folder.toString()));
    }

    @Test
    void aFolderWithoutItsFilesIsNone() throws IOException {
        Files.delete(folder.resolve("labels.json"));
        assertThatThrownBy(this::open).isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "labels.json expected, found none; a clipeval folder has dataset_catalog.json, labels.json and templates.json");
    }

    @Test
    void aLabelOutOfRangeStopsWithItsPlace() throws IOException {
        write("labels.json", "{\"CUB200\": [\"a\", \"b\", \"c\"], \"MNIST\": [\"red\"], \"Birdsnap\": [\"a\"]}");
        assertThatThrownBy(() -> new Asked(root).score(open().get(1).demand().task())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("picture 't10k-images-idx3-ubyte/0' has label '1', and the 1 class names are numbered 0 to 0");
    }
}
