package io.mode4j.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.progress.Progress;
import io.mode4j.task.ClassName;
import io.mode4j.task.Classification;
import io.mode4j.task.Task;
import io.mode4j.task.TaskFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IconsDataTest {
    private static final int SIZE = 32;

    private record Read(Look look, JsonNode json) {}

    @TempDir
    private Path folder;

    // devicon-original repeats many of devicon's drawings
    private static IconsOptions options() {
        return new IconsOptions(List.of("devicon-original", "cif", "streamline-stickies-color"), List.of("devicon", "streamline-emojis"),
                SIZE,
                PictureFormat.PNG, 7, 40, 60);
    }

    private static IconsSummary write(IconsOptions options, Path out) throws IOException {
        return new IconsData(new FileLayer(), Progress.silent(), options).write(out);
    }

    @Test
    void splitHasNoPictureTwiceAndTarsReadBack() throws Exception {
        IconsSummary summary = write(options(), folder);

        Map<String, Read> training = read(folder.resolve("train"));
        Map<String, Read> heldOut = read(folder.resolve("heldout"));
        assertThat(training).hasSize(summary.trainingPictures()).containsKey("cif_af");
        assertThat(heldOut).hasSize(summary.heldOutPictures());
        assertThat(summary.heldOut().keySet()).containsExactly("devicon", "streamline-emojis");
        assertThat(summary.skipped().get("held_out_picture")).isPositive();
        Set<Look.Pixels> kept = new HashSet<>();
        heldOut.values().forEach(one -> assertThat(kept.add(one.look().pixels())).isTrue());
        training.values().forEach(one -> assertThat(kept).doesNotContain(one.look().pixels()));
        assertThat(Files.readAllLines(folder.resolve("LICENSES.tsv"))).hasSize(6)
                .contains(
                        "cif\tCoreUI Flags\tcreativeLabs Łukasz Holeczek\thttps://github.com/coreui/coreui-icons\tCC0 1.0\tCC0-1.0\ttrain");
    }

    @Test
    void tasksParseAndEveryNameHasOnePictureAndIsOfTraining() throws Exception {
        write(options(), folder);

        Map<String, Read> heldOut = read(folder.resolve("heldout"));
        Set<String> learned = read(folder.resolve("train")).values().stream().map(IconsDataTest::name).collect(Collectors.toSet());
        List<Task> tasks = TaskFile.read(folder.resolve("tasks.yaml"));
        assertThat(tasks).extracting(Task::name)
                .containsExactly("streamline-emojis-category", "devicon-name", "heldout-style",
                        "heldout-retrieval");
        for (Task task : tasks) {
            if (task instanceof Classification one && one.labels().source().equals("name")) {
                String set = one.name().substring(0, one.name().length() - "-name".length());
                var names = new ArrayList<String>();
                heldOut.values()
                        .stream()
                        .filter(sample -> sample.json().path("set").asString().equals(set))
                        .forEach(sample -> names.add(name(sample)));
                assertThat(names).doesNotHaveDuplicates();
                assertThat(one.classes().stream().map(ClassName::label))
                        .containsExactlyElementsOf(names.stream().filter(learned::contains).sorted().toList());
            }
        }
    }

    @Test
    void sameOptionsSameBytesAndADoneFolderIsLeftAlone() throws Exception {
        IconsSummary first = write(options(), folder.resolve("a"));
        IconsSummary second = write(options(), folder.resolve("b"));

        assertThat(second).isEqualTo(first);
        assertThat(Manifest.read(folder.resolve("b")).files()).isEqualTo(Manifest.read(folder.resolve("a")).files());
        var time = Files.getLastModifiedTime(folder.resolve("a/manifest.json"));
        assertThat(write(options(), folder.resolve("a"))).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(folder.resolve("a/manifest.json"))).isEqualTo(time);
        assertThatThrownBy(() -> write(IconsOptions.smoke(0), folder.resolve("a"))).isInstanceOf(MismatchException.class)
                .hasMessageContaining("size");
    }

    @Test
    void anInterruptedRunIsFinishedToTheSameBytes() throws Exception {
        write(options(), folder.resolve("whole"));
        var failing = new FileLayer() {
            private int writes;

            @Override
            protected void rename(Path from, Path to) throws IOException {
                if (++writes == 5) {
                    throw new IOException("stopped by the test");
                }
                super.rename(from, to);
            }
        };
        Path out = folder.resolve("interrupted");

        assertThatThrownBy(() -> new IconsData(failing, Progress.silent(), options()).write(out)).isInstanceOf(IOException.class);
        write(options(), out);

        assertThat(Manifest.read(out).files()).isEqualTo(Manifest.read(folder.resolve("whole")).files());
    }

    @Test
    void unknownSetsAreNamedWithTheirNeighbours() {
        assertThatThrownBy(() -> write(new IconsOptions(List.of("twemojis"), List.of(), SIZE, PictureFormat.JPEG, 0, 10, 10), folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'twemojis'")
                .hasMessageContaining("twemoji,");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnwritableFolderIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        var options = new IconsOptions(List.of("unjs"), List.of(), SIZE, PictureFormat.JPEG, 0, 10, 10);

        assertThatThrownBy(() -> write(options, file.resolve("out"))).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> new IconsOptions(List.of("noto"), List.of("noto"), 64, PictureFormat.PNG, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("noto");
        assertThatThrownBy(() -> new IconsOptions(List.of("noto"), List.of(), 0, PictureFormat.PNG, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }

    private static String name(Read sample) {
        return sample.json().path("name").asString();
    }

    private static Map<String, Read> read(Path shards) throws IOException {
        var pictures = new LinkedHashMap<String, Look>();
        var samples = new LinkedHashMap<String, Read>();
        List<Path> tars;
        try (var files = Files.walk(shards)) {
            tars = files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
        }
        for (Path tar : tars) {
            try (var in = new TarArchiveInputStream(Files.newInputStream(tar))) {
                for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    String key = entry.getName().substring(0, entry.getName().indexOf('.'));
                    byte[] content = in.readAllBytes();
                    if (entry.getName().endsWith(".png")) {
                        int[] pixels = ImageIO.read(new ByteArrayInputStream(content)).getRGB(0, 0, SIZE, SIZE, null, 0, SIZE);
                        pictures.put(key, Look.of(pixels, SIZE));
                    } else {
                        samples.put(key, new Read(Objects.requireNonNull(pictures.get(key)), JsonMapper.shared().readTree(content)));
                    }
                }
            }
        }
        return samples;
    }
}
