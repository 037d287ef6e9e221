package io.mode4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.dataset.WdsFolder.Sample;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.LabelSets;
import io.mode4j.task.Labels;
import io.mode4j.task.Metric;
import io.mode4j.task.Pairs;
import io.mode4j.task.PictureSource;
import io.mode4j.task.RetrievalMetrics;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.Task;
import io.mode4j.task.TaskFile;
import io.mode4j.task.TaskOrigin;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets as CLIP_benchmark and DataComp lay them out, from their files to what is measured. */
class BenchmarkFolderTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void classification(String format) throws IOException {
        Path folder = WdsFolder.colours(root.resolve("wds_vtab-colours_test"), format);
        DataSet set = DataSets.open(folder);
        assertThat(set.name()).isEqualTo("vtab-colours");
        assertThat(set.kind()).isEqualTo(DataKind.CLASSIFICATION);
        assertThat(set.splits()).containsOnlyKeys(DataSet.TEST);
        assertThat(set.templates()).containsExactly("{c}", "a {c} square");
        assertThat(set.remarks()).isEmpty();
        ScoredTask task = new Asked(root).score(set.task());
        assertThat(task.texts()).containsExactly("red", "green", "blue");
        assertThat(task.origin()).isEqualTo(new TaskOrigin("vtab-colours", "en", ""));
        assertThat(task.mainMetrics()).containsExactly(ClassificationMetrics.ACC1);
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(0, 1, 2, 0));
        assertThat(Asked.measured(task, "right")).isEqualTo(Map.of(ClassificationMetrics.ACC1, 1.0,
                ClassificationMetrics.MEAN_PER_CLASS_RECALL, 1.0));
        assertThat(Asked.measured(task, "swapped").get(ClassificationMetrics.ACC1)).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void multilabel(String format) throws IOException {
        Path folder = root.resolve("wds_several");
        WdsFolder.at(folder)
                .text("classnames.txt", "red\ngreen\nblue\n")
                .text("zeroshot_classification_templates.txt", "{}")
                .text("dataset_type.txt", "multilabel\n")
                .shards("test", format, List.of(new Sample(WdsFolder.picture(Color.RED, format), "npy", WdsFolder.npy(1, 0, 0)),
                        new Sample(WdsFolder.picture(Color.WHITE, format), "npy", WdsFolder.npy(1, 1, 0)),
                        new Sample(WdsFolder.picture(Color.BLUE, format), "npy", WdsFolder.npy(0, 0, 0))));
        DataSet set = DataSets.open(folder);
        assertThat(set.kind()).isEqualTo(DataKind.MULTILABEL);
        ScoredTask task = new Asked(root).score(set.task());
        assertThat(task.truth()).isInstanceOfSatisfying(LabelSets.class,
                sets -> assertThat(sets.shown())
                        .isDeepEqualTo(new boolean[][]{{true, false, false}, {true, true, false}, {false, false, false}}));
        // red: the first two, 1; green: white is first, 1; blue: none, 0
        assertThat(Asked.measured(task, "right").get(LabelSets.MEAN_AVERAGE_PRECISION)).isCloseTo(2.0 / 3, within(1e-12));
        // red is asked of green's channel: white first, then red by its place, 1; green of red's: red, then white, 1/2
        assertThat(Asked.measured(task, "swapped").get(LabelSets.MEAN_AVERAGE_PRECISION)).isCloseTo(0.5, within(1e-12));
        assertThat(task.truth().textsWithoutPictures()).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp"})
    void retrievalKeepsEveryCaptionApart(String format) throws IOException {
        Path folder = root.resolve("wds_captions");
        WdsFolder.at(folder)
                .text("dataset_type.txt", "retrieval")
                .shards("test", format, List.of(Sample.of(WdsFolder.picture(Color.RED, format), "txt", "red\na red square\n"),
                        Sample.of(WdsFolder.picture(Color.GREEN, format), "txt", "green\nred"),
                        Sample.of(WdsFolder.picture(Color.BLUE, format), "txt", "blue")));
        DataSet set = DataSets.open(folder);
        assertThat(set.kind()).isEqualTo(DataKind.RETRIEVAL);
        ScoredTask task = new Asked(root).score(set.task());
        assertThat(task.texts()).containsExactly("red", "a red square", "green", "red", "blue");
        assertThat(task.truth()).isInstanceOfSatisfying(Pairs.class, pairs -> {
            assertThat(pairs.texts()).containsExactly(0, 1, 2, 3, 4);
            assertThat(pairs.images()).containsExactly(0, 0, 1, 1, 2);
        });
        Map<Metric, Double> measured = Asked.measured(task, "right");
        assertThat(measured.get(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1)).isEqualTo(0.8); // the second "red" is not the green picture's to see
        assertThat(measured.get(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1)).isEqualTo(1);
        assertThat(measured.get(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_5)).isEqualTo(1);
        assertThat(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_5.benchmarkName()).isEqualTo("image_retrieval_recall@5");
        assertThat(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_5.benchmarkName()).isEqualTo("text_retrieval_recall@5");
    }

    @Test
    void splitsAndShardsAreThoseThatAreCounted() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder).shards("train", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "cls", "0")));
        Files.writeString(folder.resolve("test/nshards.txt"), "1");
        DataSet set = DataSets.open(folder);
        assertThat(set.splits().keySet()).containsExactly(DataSet.TRAIN, DataSet.TEST);
        assertThat(set.splits().get(DataSet.TEST)).isInstanceOfSatisfying(PictureSource.Shards.class,
                shards -> assertThat(shards.patterns()).containsExactly(folder.resolve("test/0.tar").toString()));
        assertThat(set.remarks()).containsExactly("tars in test that nshards.txt does not count, and that are not read: 1");
    }

    @Test
    void theMainMetricIsTheDataSetsOwn() throws IOException {
        for (Map.Entry<String, Metric> known : Map
                .of("wds_vtab-pets_test", ClassificationMetrics.MEAN_PER_CLASS_RECALL, "wds_fgvc_aircraft",
                        ClassificationMetrics.MEAN_PER_CLASS_RECALL, "wds_wilds-iwildcam_test", ClassificationMetrics.F1_MACRO,
                        "wds_cifar10",
                        ClassificationMetrics.ACC1)
                .entrySet()) {
            DataSet set = DataSets.open(WdsFolder.colours(root.resolve(known.getKey()), "png"));
            assertThat(set.task().mainMetrics()).as(known.getKey()).containsExactly(known.getValue());
        }
    }

    @Test
    void groupsAreTheFirstNumbersBesideThePictures() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("wds_fairness-geode_test"), "png");
        WdsFolder.at(folder).shards("test", "png", List.of());
        byte[] red = WdsFolder.picture(Color.RED, "png");
        io.mode4j.shard.source.ShardFixtures.tar()
                .member("a.png", red)
                .member("a.cls", "0")
                .member("a.npy", WdsFolder.npy(3, 9))
                .member("b.png", red)
                .member("b.cls", "1")
                .member("b.npy", WdsFolder.npy(3, 9))
                .member("c.png", red)
                .member("c.cls", "0")
                .member("c.npy", WdsFolder.npy(1, 9))
                .member("d.png", red)
                .member("d.cls", "0")
                .write(folder.resolve("test/0.tar"));
        ScoredTask task = new Asked(root).score(DataSets.open(folder).task());
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.groups()).containsExactly(3, 3, 1));
        Map<Metric, Double> measured = Asked.measured(task, "right");
        assertThat(measured.get(ClassificationMetrics.WORST_GROUP_ACC1)).isEqualTo(0.5);
        assertThat(measured.get(ClassificationMetrics.ACC1)).isEqualTo(2.0 / 3);
    }

    @Test
    void languagesAreTasksOfTheirOwn() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("wds_colours"), "png");
        WdsFolder.at(folder).text("xx_classnames.txt", "green\nred\nblue").text("xx_zeroshot_classification_templates.txt", "{c}");
        List<DataSets.Found> found = new DataSets(new DataSetOptions(Optional.empty(), Optional.empty(), List.of("en", "xx", "de")))
                .find(List.of(root.resolve("wds_*").toString()));
        assertThat(found.stream().map(DataSets.Found::name).toList()).containsExactly("colours", "colours-xx", "colours");
        assertThat(found.get(1).demand().task().origin()).isEqualTo(new TaskOrigin("colours", "xx", ""));
        assertThat(found.get(1).demand().splits()).isEqualTo(found.get(0).demand().splits());
        assertThatThrownBy(found.get(2)::demand).isInstanceOf(BadInputException.class)
                .hasMessageContaining("de_classnames.txt expected")
                .hasMessageContaining("option classnames");
        ScoredTask task = new Asked(root).score(found.get(1).demand().task());
        assertThat(Asked.measured(task, "swapped").get(ClassificationMetrics.ACC1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            classnames.txt                        |                      | classnames.txt expected, found none; write it, or give a file with option classnames
                                            classnames.txt                        | red\\n\\nblue        | classnames.txt, line 2: the name of class 1 expected, found a blank line
                                            classnames.txt                        | \\n                  | class names expected, one a line; found none
                                            zeroshot_classification_templates.txt |                      | zeroshot_classification_templates.txt expected, found none
                                            zeroshot_classification_templates.txt | {c}\\na photo        | zeroshot_classification_templates.txt, line 2: template 'a photo' has no {} for the class name
                                            dataset_type.txt                      | regression           | classification, multilabel or retrieval expected, found 'regression'
                                            test/nshards.txt                      | many                 | nshards.txt: the number of tars expected, found 'many'
                                            test/nshards.txt                      | 3                    | says that there are 3 tars; ROOT/set/test/2.tar expected, found none
                                            test/nshards.txt                      | 0                    | the number of tars expected, found '0'
                                            """)
    void saysWhichFileIsWrong(String file, String content, String message) throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        Files.delete(folder.resolve(file.equals("dataset_type.txt") ? "classnames.txt" : file));
        if (content != null) {
            Files.writeString(folder.resolve(file), content.replace("\\n", "\n"));
        }
        assertThatThrownBy(() -> DataSets.open(folder)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message.replace("ROOT", root.toString()));
    }

    @Test
    void aLabelOutOfRangeStopsWithItsKey() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder).text("classnames.txt", "red\ngreen");
        assertThatThrownBy(() -> new Asked(root).score(DataSets.open(folder).task())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("task 'set': picture 's0000002' has label '2', and the 2 class names are numbered 0 to 1");
    }

    @Test
    void asManyNumbersAsClassNames() throws IOException {
        Path folder = root.resolve("set");
        WdsFolder.at(folder)
                .text("classnames.txt", "red\ngreen\n")
                .text("zeroshot_classification_templates.txt", "{}")
                .text("dataset_type.txt", "multilabel")
                .shards("test", "png", List.of(new Sample(WdsFolder.picture(Color.RED, "png"), "npy", WdsFolder.npy(1, 0, 0))));
        assertThatThrownBy(() -> new Asked(root).score(DataSets.open(folder).task())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("picture 's0000000' has 3 labels, and there are 2 class names");
    }

    @Test
    void equalNamesAreClassesOfTheirOwn() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder).text("classnames.txt", "red\ngreen\nred").text("zeroshot_classification_templates.txt", "{}\n\n");
        DataSet set = DataSets.open(folder);
        assertThat(set.remarks()).containsExactly("class names that occur more than once: red; classes are told apart by their numbers",
                "blank lines among the templates: 1");
        assertThat(new Asked(root).score(set.task()).texts()).containsExactly("red", "green", "red");
    }

    @Test
    void oneClassAndOnePictureAreEnough() throws IOException {
        Path folder = root.resolve("set");
        WdsFolder.at(folder)
                .text("classnames.txt", "red")
                .text("zeroshot_classification_templates.txt", "{}")
                .shards("test", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "cls", "0")));
        ScoredTask task = new Asked(root).score(DataSets.open(folder).task());
        assertThat(Asked.measured(task, "swapped")).isEqualTo(Map.of(ClassificationMetrics.ACC1, 1.0,
                ClassificationMetrics.MEAN_PER_CLASS_RECALL, 1.0));
        assertThat(task.truth().chance().get(ClassificationMetrics.ACC1)).isEqualTo(1);
    }

    @Test
    void anEmptyClassIsNamedAndCountsForNothing() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder).text("classnames.txt", "red\ngreen\nblue\nred, green");
        ScoredTask task = new Asked(root).score(DataSets.open(folder).task());
        assertThat(task.textsWithoutPictures()).containsExactly("red, green");
        assertThat(Asked.measured(task, "right").get(ClassificationMetrics.MEAN_PER_CLASS_RECALL)).isEqualTo(1);
    }

    @Test
    void taskFilesKnowTheirKindsToo() throws IOException {
        WdsFolder.at(root.resolve("several"))
                .shards("test", "png", List.of(new Sample(WdsFolder.picture(Color.RED, "png"), "npy", WdsFolder.npy(1, 0)),
                        new Sample(WdsFolder.picture(Color.GREEN, "png"), "npy", WdsFolder.npy(0, 1))));
        WdsFolder.at(root.resolve("captions"))
                .shards("test", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "txt", "red"),
                        Sample.of(WdsFolder.picture(Color.GREEN, "png"), "txt", "green"),
                        Sample.of(WdsFolder.picture(Color.BLUE, "png"), "txt", "red")));
        List<Task> tasks = TaskFile.read(
                Files.writeString(root.resolve("tasks.yaml"), """
                                                              version: 1
                                                              tasks:
                                                                - {name: several, kind: multilabel, shards: several, classes: [red, green]}
                                                                - {name: captions, kind: retrieval, shards: captions, caption: each}
                                                              """));
        Asked asked = new Asked(root);
        ScoredTask several = asked.score(tasks.getFirst());
        assertThat(Asked.measured(several, "right")).isEqualTo(Map.of(LabelSets.MEAN_AVERAGE_PRECISION, 1.0));
        assertThat(Asked.measured(several, "swapped")).isEqualTo(Map.of(LabelSets.MEAN_AVERAGE_PRECISION, 0.5));
        assertThat(several.origin()).isEqualTo(TaskOrigin.of("several"));
        assertThat(asked.score(tasks.getLast()).texts()).containsExactly("red", "green", "red");
    }

    @Test
    void picturesThatCannotBeUsedAreCountedAndThoseThatDoNotDecodeNamed() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder)
                .shards("test", "png", List.of(Sample.of(new byte[]{1, 2}, "cls", "0"),
                        Sample.of(WdsFolder.picture(Color.RED, "png"), "cls", "0"),
                        Sample.of(WdsFolder.picture(Color.RED, "png"), "json", "{}")));
        Path evaluation = root.resolve("evaluation/tasks/set/manifest.json");
        assertThat(new Asked(root).score(DataSets.open(folder).task()).truth().pictures()).isEqualTo(1);
        assertThat(Files.readString(evaluation)).contains("\"no label\" : 1", "\"picture: unknown format\" : 1")
                .containsIgnoringWhitespaces("\"undecodable\": [\"s0000000\"]");
    }
}
