package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskFileTest {

    @TempDir
    private Path folder;

    private List<Task> read(String yaml) throws IOException {
        Path file = folder.resolve("tasks.yaml");
        Files.writeString(file, yaml);
        return TaskFile.read(file);
    }

    @Test
    void readsEveryKeyOfTheFormat() throws IOException {
        List<Task> tasks = read("""
                                version: 1
                                tasks:
                                  - name: emojione-category
                                    kind: classification
                                    shards: heldout/emojione/*.tar
                                    label: category
                                    classes: [travel, {label: smileys, name: smileys and emotion}]
                                    templates: ["{}", "a {} icon"]
                                    metric: mean_per_class_recall
                                  - name: pets
                                    kind: classification
                                    images: /data/pets
                                  - name: digits
                                    kind: classification
                                    shards: [a.tar]
                                    label: cls
                                    classes: [zero, one]
                                  - name: heldout-retrieval
                                    kind: retrieval
                                    shards: [heldout/emojione/*.tar, '{00..03}.tar']
                                    caption: all
                                """);
        assertThat(tasks).containsExactly(
                new Classification("emojione-category", new PictureSource.Shards(List.of(folder + "/heldout/emojione/*.tar")), "category",
                        List.of(new ClassName("travel", "travel"), new ClassName("smileys", "smileys and emotion")),
                        List.of("{}", "a {} icon"),
                        ClassificationMetrics.MEAN_PER_CLASS_RECALL),
                new Classification("pets", new PictureSource.Folder(Path.of("/data/pets")), "", List.of(), List.of("{}"),
                        ClassificationMetrics.ACC1),
                new Classification("digits", new PictureSource.Shards(List.of(folder + "/a.tar")), "cls",
                        List.of(new ClassName("0", "zero"), new ClassName("1", "one")), List.of("{}"), ClassificationMetrics.ACC1),
                new Retrieval("heldout-retrieval",
                        new PictureSource.Shards(List.of(folder + "/heldout/emojione/*.tar", folder + "/{00..03}.tar")),
                        Retrieval.Captions.ALL));
    }

    @Test
    void aNameIsTheTextThatWasWritten() throws IOException {
        List<String> names = List.of("001", "010", "1e3", "1.10", "0x1F", "0o7", "no", "on", "Yes", "1_000", "2024-01-01", "12:30", ".5",
                "+3", ".inf", "-.NaN", "<<",
                "=", "1.0", "é");
        Classification task = (Classification) read(
                "{version: 1, tasks: [{name: 1e1, kind: classification, images: 007, classes: [%s, 'true', '~', &x a, {name: 1e4}, {label: 0b1, name: 1.50}]}]}"
                        .formatted(String.join(", ", names)))
                .getFirst();
        assertThat(task.name()).isEqualTo("1e1");
        assertThat(task.pictures()).isEqualTo(new PictureSource.Folder(folder.toRealPath().resolve("007")));
        assertThat(task.classes().stream().map(ClassName::words).toList()).startsWith(names.toArray(String[]::new))
                .endsWith("true", "~", "a", "1e4", "1.50");
        assertThat(task.classes().getLast().label()).isEqualTo("0b1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "False", "null", "~", "", "[a]"})
    void aNameThatIsNoTextIsRefused(String name) {
        assertThatThrownBy(() -> read(
                "version: 1\ntasks:\n- name: t\n  kind: classification\n  images: a\n  classes:\n  - b\n  - %s\n".formatted(name)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("tasks.yaml")
                .hasMessageContaining("'classes': text expected")
                .hasMessageContaining(name.equals("[a]") ? "[" : "quote it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: 1\ntasks: {a: b: c}", "version: 1\n\ttasks: []", "version: 1\ntasks: *none",
        "version: 1\n---\nversion: 1", "version: 1\nx: !java/object 5"})
    void theLineOfWhatIsNoYamlIsNamed(String yaml) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("tasks.yaml: not readable as YAML")
                .hasMessageContaining("(line 2)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  kind: classification, shards: a, label: b, clases: [x]   | unknown key 'clases'; known here: classes, images, key-end, kind, label
                                                                  kind: retrieval, shards: a, label: b                     | unknown key 'label'; known here: caption, key-end, kind, name, shards
                                                                  kind: guessing                                           | classification or multilabel or retrieval expected, found 'guessing'
                                                                  kind: classification, label: b                           | exactly one of the keys 'shards' and 'images' expected
                                                                  kind: classification, shards: a, images: b, label: c     | exactly one of the keys 'shards' and 'images' expected
                                                                  kind: classification, shards: a                          | key 'label' is missing
                                                                  kind: classification, images: a, label: c                | the sub-folders' names are the labels
                                                                  kind: classification, shards: a, label: cls              | key 'classes' is missing
                                                                  kind: classification, shards: a, label: b, metric: bleu  | no metric of a classification is called 'bleu'; there are acc1, acc5
                                                                  kind: classification, shards: a, label: b, metric: text_to_image_recall@1 | no metric of a classification is called 'text_to_image_recall@1'
                                                                  kind: classification, shards: a, label: b, templates: [an icon] | 'an icon' has no {} for the class name
                                                                  kind: classification, shards: a, label: b, templates: ["{}", "a %s"] | 'a %s' has no {} for the class name
                                                                  kind: classification, shards: a, label: b, templates: ["{{}}"]   | '{{}}' has no {} for the class name
                                                                  kind: classification, shards: a, label: b, templates: []         | at least one template
                                                                  kind: classification, shards: a, label: b, classes: [x, x]      | a label occurs twice
                                                                  kind: classification, shards: a, label: b, classes: [{name: x, colour: red}] | class 1: unknown key 'colour'
                                                                  kind: classification, shards: a, label: b, classes: [true]      | key 'classes': text expected, found true
                                                                  kind: retrieval, shards: a, caption: last                | first, all or each expected, found 'last'
                                                                  kind: retrieval, shards: a, key-end: middle              | first-dot or last-dot expected, found 'middle'
                                                                  kind: classification, images: a, key-end: last-dot       | it is of shards
                                                                  kind: multilabel, shards: a                              | key 'classes' is missing
                                                                  kind: classification, shards: a, label: b, metric: worst_group_acc1 | is of data sets whose pictures are in groups
                                                                  kind: retrieval, shards: []                              | at least one pattern expected
                                                                  """)
    void namesFileTaskAndKeyOfWhatIsWrong(String task, String message) {
        assertThatThrownBy(() -> read("{version: 1, tasks: [{name: icons, " + task + "}]}")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("tasks.yaml")
                .hasMessageContaining("task 1 'icons'")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  {version: 2, tasks: []}                       | version 2 is newer than the 1 this program knows
                                                                  {tasks: []}                                   | key 'version': 1 expected, found null
                                                                  {version: 1, tasks: []}                       | at least one task expected
                                                                  {version: 1, tasks: [], seed: 3}              | unknown key 'seed'
                                                                  [1, 2]                                        | a mapping expected
                                                                  {version: 1, version: 1}                      | not readable as YAML
                                                                  {version: 1, tasks: [{kind: retrieval, shards: a}]} | task 1: key 'name' is missing
                                                                  {version: 1, tasks: [{name: ../x, kind: retrieval, shards: a}]} | task name '../x'
                                                                  {version: 1, tasks: [{name: average, kind: retrieval, shards: a}]} | task name 'average'
                                                                  {version: 1, tasks: [{name: a, kind: retrieval, shards: a}, {name: A, kind: retrieval, shards: a}]} | two tasks are called 'A'
                                                                  "                                            | not readable as YAML
                                                                  """)
    void refusesWhatIsNotATaskFile(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("tasks.yaml")
                .hasMessageContaining(message);
    }
}
