package io.mode4j.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.dataset.WdsFolder.Sample;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in data sets, and what is wrong, without a model. */
class DataSetCheckTest {

    @TempDir
    private Path root;

    private static DataSetCheck check(Path folder, boolean decode) throws IOException {
        List<DataSets.Found> found = new DataSets(DataSetOptions.defaults()).find(List.of(folder.toString()));
        assertThat(found).hasSize(1);
        return DataSetCheck.of(found.getFirst(), decode ? Optional.of(new Images(PictureDecoder.plainJava())) : Optional.empty(),
                Progress.silent());
    }

    @Test
    void whatIsThere() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "jpg");
        WdsFolder.at(folder).shards("train", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "cls", "0")));
        DataSetCheck check = check(folder, true);
        assertThat(check.fails()).isFalse();
        assertThat(check.pictures()).isEqualTo(Map.of("test", 4, "train", 1));
        assertThat(check.metrics()).containsExactly("acc1");
        assertThat(check.remarks()).containsExactly("train: classes without pictures: 2 (green, blue)", "train: one picture");
    }

    @Test
    void picturesAreDecodedOnlyWhenAsked() throws IOException {
        Path folder = root.resolve("set");
        byte[] red = WdsFolder.picture(Color.RED, "png");
        WdsFolder.at(folder)
                .text("classnames.txt", "red")
                .text("zeroshot_classification_templates.txt", "{}")
                .shards("test", "png", List.of(Sample.of(red, "cls", "0"),
                        Sample.of(new byte[]{1}, "cls", "0"), Sample.of(red, "txt", "no label")));
        DataSetCheck fast = check(folder, false);
        assertThat(fast.pictures()).isEqualTo(Map.of("test", 2));
        assertThat(fast.remarks()).containsExactly("one class: every answer is right", "test: left out: no label: 1");
        DataSetCheck slow = check(folder, true);
        assertThat(slow.pictures()).isEqualTo(Map.of("test", 1));
        assertThat(slow.remarks()).contains("test: left out: picture: unknown format: 1",
                "test: the first picture that does not decode: s0000001", "test: one picture");
        assertThat(slow.fails()).isFalse();
    }

    @Test
    void whatAnEvaluationWouldFailOf() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("set"), "png");
        WdsFolder.at(folder).text("classnames.txt", "red\ngreen");
        assertThat(check(folder, false).problems()).singleElement()
                .asString()
                .contains("test: task 'set': picture 's0000002' has label '2', and the 2 class names are numbered 0 to 1");
        byte[] tar = Files.readAllBytes(folder.resolve("test/1.tar"));
        WdsFolder.at(folder).text("classnames.txt", "red\ngreen\nblue");
        Files.write(folder.resolve("test/1.tar"), java.util.Arrays.copyOf(tar, tar.length / 2));
        assertThat(check(folder, false).problems()).singleElement().asString().contains("test/1.tar");
        Files.delete(folder.resolve("test/1.tar"));
        DataSetCheck missing = check(folder, false);
        assertThat(missing.fails()).isTrue();
        assertThat(missing.dataSet()).isEmpty();
        assertThat(missing.problems()).singleElement().asString().contains("says that there are 2 tars");
    }

    @Test
    void imageFoldersAndListsOfThem() throws IOException {
        for (String split : List.of("train", "val")) {
            for (Map.Entry<String, Color> one : Map.of("red", Color.RED, "blue", Color.BLUE).entrySet()) {
                Path inside = Files.createDirectories(root.resolve("sets/my set/" + split + "/" + one.getKey()));
                Files.write(inside.resolve("1.png"), WdsFolder.picture(one.getValue(), "png"));
            }
        }
        Files.createDirectories(root.resolve("sets/my set/val/.hidden"));
        Files.createDirectories(root.resolve("sets/my set/val/green"));
        Files.createDirectories(root.resolve("sets/nothing"));
        Path more = Files.createDirectories(root.resolve("sets/my set/train/yak"));
        Files.write(more.resolve("2.png"), WdsFolder.picture(Color.RED, "png"));
        Files.writeString(root.resolve("sets/nothing/notes.md"), "");
        Path list = Files.writeString(root.resolve("list.txt"), "sets/my set\n\nsets/n*\n");
        List<DataSets.Found> found = new DataSets(DataSetOptions.defaults()).find(List.of(list.toString()));
        assertThat(found.stream().map(DataSets.Found::name).toList()).containsExactly("my-set", "nothing");
        DataSetCheck check = DataSetCheck.of(found.getFirst(), Optional.empty(), Progress.silent());
        assertThat(check.problems()).containsExactly(
                "train: task 'my-set': picture 'yak/2.png' is in the folder 'yak', and the 3 classes are blue, green, red");
        Files.delete(more.resolve("2.png"));
        check = DataSetCheck.of(found.getFirst(), Optional.empty(), Progress.silent());
        assertThat(check.pictures()).as("the split that is evaluated is val").isEqualTo(Map.of("train", 2, "test", 2));
        assertThat(check.dataSet().orElseThrow().templates()).containsExactly("a photo of a {}");
        assertThat(check.remarks()).containsExactly("train: classes without pictures: 1 (green)",
                "test: classes without pictures: 1 (green)");
        assertThat(new Asked(root).score(found.getFirst().demand().task()).texts()).containsExactly("blue", "green", "red");
        assertThatThrownBy(found.getLast()::demand).isInstanceOf(BadInputException.class)
                .hasMessageContaining("a data set expected: test/nshards.txt")
                .hasMessageContaining("found notes.md");
        assertThatThrownBy(() -> new DataSets(DataSetOptions.defaults()).find(List.of(root + "/none*")))
                .hasMessageContaining("There is no data set")
                .hasMessageContaining("and the pattern");
    }

    @Test
    void textsCanBeGiven() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("wds_vtab-set"), "png");
        Path names = Files.writeString(root.resolve("names.json"), "{\"vtab/set\": [\"rot\", [\"green\", \"lime\"], \"blau\"]}");
        Path templates = Files.writeString(root.resolve("templates.json"), "{\"set\": [\"ein {c}\"]}");
        DataSet set = new DataSets(new DataSetOptions(Optional.of(names), Optional.of(templates), List.of("en")))
                .find(List.of(folder.toString()))
                .getFirst()
                .demand();
        assertThat(set.classes().stream().map(one -> one.synonyms()).toList()).containsExactly(List.of("rot"), List.of("green", "lime"),
                List.of("blau"));
        assertThat(set.templates()).containsExactly("ein {c}");
        Files.writeString(names, "{\"other\": [\"a\"]}");
        assertThatThrownBy(new DataSets(new DataSetOptions(Optional.of(names), Optional.of(templates), List.of("en")))
                .find(List.of(folder.toString()))
                .getFirst()::demand).hasMessageContaining("class names of data set 'vtab-set' expected; the file has other");
    }
}
