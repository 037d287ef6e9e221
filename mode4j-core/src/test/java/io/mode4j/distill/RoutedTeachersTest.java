package io.mode4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipSource;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.embed.EmbedStage;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import io.mode4j.train.Distillation;
import io.mode4j.train.Pair;
import io.mode4j.train.TrainFixture;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teachers that know colours, so that every logit of their ensemble is known by hand. */
class RoutedTeachersTest {
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    private static final List<String> CAPTIONS = List.of("red", "green", "blue", "red green", "green blue", "blue red");
    private static final List<Color> COLOURS = List.of(new Color(250, 10, 20), new Color(30, 200, 0), new Color(0, 90, 160),
            new Color(120, 110, 0), new Color(5, 70, 80), new Color(99, 1, 98));
    private static final int A_SHARD = 3;
    private static final int BROKEN = 4;
    private static final double[][][] CENTERS = {{{1, 0, 0}, {0.6, 0.6, 0}}, {{0, 0.5, 1}}};
    /** In which order each expert takes the channels of a picture. */
    private static final int[][] CHANNELS = {{0, 1, 2}, {1, 2, 1}};

    private final FileLayer files = new FileLayer();
    private final ColourEngine engine = new ColourEngine();
    private @TempDir Path folder;
    private RunDirectory run;

    @BeforeEach
    void makeRun() throws IOException {
        run = new RunDirectory(folder.resolve("run"));
        Path shards = Files.createDirectories(folder.resolve("shards"));
        for (int shard = 0; shard < CAPTIONS.size() / A_SHARD; shard++) {
            try (ColourData tar = new ColourData(shards.resolve("0000" + shard + ".tar"))) {
                for (int i = shard * A_SHARD; i < (shard + 1) * A_SHARD; i++) {
                    tar.add(i + ".png", i == BROKEN ? "no picture".getBytes(StandardCharsets.UTF_8) : ColourData.png(COLOURS.get(i)));
                    tar.add(i + ".txt", CAPTIONS.get(i));
                }
            }
        }
        new IndexStage(files, Progress.silent(), IndexOptions.defaults().withHoldout(Holdout.NONE))
                .run(ShardSet.of(List.of(shards.toString())), run.index());
        new EmbedStage(files, Progress.silent(), ColourEngine.sentences(), FIRST).run(run.index(), run.embeddings());
    }

    private Teacher expert(int number) throws IOException {
        String channels = IntStream.of(CHANNELS[number]).mapToObj("rgb"::charAt).map(String::valueOf).reduce("", String::concat);
        return expert(number, channels);
    }

    private Teacher expert(int number, String channels) throws IOException {
        String name = "expert-" + number;
        Path model = run.experts().resolve(name);
        StageFolder stage = StageFolder.of(files, model, new Recipe("train", 1, new TreeMap<>(), new TreeMap<>()));
        if (stage.begin()) {
            ColourEngine.model(model, channels, 8);
            stage.finish(Map.of());
        }
        float[] values = new float[3 * CENTERS[number].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) CENTERS[number][i / 3][i % 3];
        }
        Centers fine = new Centers(CENTERS[number].length, 3, values);
        return new Teacher(name, model, new ExpertClusters(fine, new Centers(1, 3, fine.row(0)), Distance.EUCLIDEAN, 3, 3, "", ""),
                run.teachers().resolve(name));
    }

    private void ask(FileLayer layer, Teacher teacher) throws IOException {
        ask(layer, teacher, Progress.silent());
    }

    private void ask(FileLayer layer, Teacher teacher, Progress progress) throws IOException {
        ClipSource clips = ClipSource.of(engine, ColourEngine.tokenizer(), TrainFixture.IMAGES);
        new TeacherStage(run, layer, progress, clips, FIRST).run(teacher);
    }

    private List<Teacher> bothAsked() throws IOException {
        List<Teacher> teachers = List.of(expert(0), expert(1));
        for (Teacher teacher : teachers) {
            ask(files, teacher);
        }
        return teachers;
    }

    /** The vectors of all pairs, in their order. */
    private List<float[]> vectors(List<Teacher> teachers) throws IOException {
        SampleIndex index = SampleIndex.open(run.index());
        try (Distillation.Teachers opened = RoutedTeachers.of(teachers, 0.5).open(index)) {
            assertThat(opened.dim()).isEqualTo(3 * teachers.size());
            assertThat(opened.weight()).isEqualTo(0.5);
            return IntStream.range(0, CAPTIONS.size())
                    .mapToObj(row -> opened.vectors(new Pair(row, row / A_SHARD, 0, 0, List.of())))
                    .toList();
        }
    }

    @Test
    void productsOfTheVectorsAreTheEnsemblesLogits() throws IOException {
        List<float[]> vectors = vectors(bothAsked());
        for (int i = 0; i < CAPTIONS.size(); i++) {
            for (int j = 0; j < CAPTIONS.size(); j++) {
                double found = 0;
                for (int d = 0; d < 6; d++) {
                    found += vectors.get(i)[d] * vectors.get(j)[6 + d];
                }
                assertThat(found).as("picture %d, text %d", i, j).isCloseTo(logit(i, j), within(0.02)); // of float16 times the scale
            }
        }
    }

    @Test
    void ofOneTeacherTheyAreItsOwn() throws IOException {
        Teacher alone = expert(1);
        ask(files, alone);
        List<float[]> vectors = vectors(List.of(alone));
        double[] text = text(3);
        for (int d = 0; d < 3; d++) {
            assertThat((double) vectors.get(0)[d]).isCloseTo(picture(0, 1)[d], within(1e-3));
            assertThat((double) vectors.get(3)[3 + d]).isCloseTo(ColourEngine.LOGIT_SCALE * text[d], within(0.01));
        }
        assertThat(vectors.get(BROKEN)).startsWith(0, 0, 0);
    }

    @Test
    void theProgressSaysWhoIsAsked() throws IOException {
        List<String> names = new ArrayList<>();
        Progress silent = Progress.silent();
        ask(files, expert(0), (name, total, unit, done) -> {
            names.add(name);
            return silent.start(name, total, unit, done);
        });
        assertThat(names).first().isEqualTo("ask expert-0");
        assertThat(names).doesNotContain("embed pictures");
    }

    private static double logit(int i, int j) {
        double sum = 0;
        double[] weights = weights(text(j));
        for (int k = 0; k < CENTERS.length; k++) {
            for (int d = 0; d < 3; d++) {
                sum += weights[k] * ColourEngine.LOGIT_SCALE * picture(i, k)[d] * text(j)[d];
            }
        }
        return sum;
    }

    private static double[] picture(int i, int expert) {
        if (i == BROKEN) {
            return new double[3];
        }
        float[] rgb = COLOURS.get(i).getRGBColorComponents(null);
        return unit(rgb[CHANNELS[expert][0]], rgb[CHANNELS[expert][1]], rgb[CHANNELS[expert][2]]);
    }

    private static double[] text(int j) {
        return unit(CAPTIONS.get(j).contains("red") ? 1 : 0, CAPTIONS.get(j).contains("green") ? 1 : 0,
                CAPTIONS.get(j).contains("blue") ? 1 : 0);
    }

    private static double[] unit(double... vector) {
        double length = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
        return new double[]{vector[0] / length, vector[1] / length, vector[2] / length};
    }

    private static double[] weights(double... text) {
        double[] closeness = new double[CENTERS.length];
        for (int k = 0; k < CENTERS.length; k++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (double[] center : CENTERS[k]) {
                nearest = Math.min(nearest, Math.pow(text[0] - center[0], 2) + Math.pow(text[1] - center[1], 2)
                        + Math.pow(text[2] - center[2], 2));
            }
            closeness[k] = Math.exp(-nearest / 0.1);
        }
        return new double[]{closeness[0] / (closeness[0] + closeness[1]), closeness[1] / (closeness[0] + closeness[1])};
    }

    private SortedMap<String, FileTime> times() throws IOException {
        SortedMap<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> all = Files.walk(run.teachers())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                times.put(run.teachers().relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void whatIsAskedIsNotAskedAgain() throws IOException {
        bothAsked();
        SortedMap<String, FileTime> before = times();
        bothAsked();
        assertThat(times()).isEqualTo(before)
                .containsKeys("expert-0/features/00000.npy", "expert-0/features/00001.npy", "expert-0/distances/00001.npy",
                        "expert-1/features/manifest.json", "expert-1/distances/manifest.json");
    }

    /** Every file that is whole stays: whoever was stopped goes on, and nothing is lost. */
    @Test
    void whoIsStoppedGoesOn() throws IOException {
        Teacher teacher = expert(0);
        ask(files, teacher);
        Manifest features = Manifest.read(teacher.features());
        Manifest distances = Manifest.read(teacher.distances());
        for (int step = 0;; step++) {
            files.deleteTree(run.teachers());
            int writes = step;
            try {
                ask(new Stopping(writes), teacher);
                break;
            } catch (Stopped _) {
                ask(files, teacher);
                assertThat(Manifest.read(teacher.features())).isEqualTo(features);
                assertThat(Manifest.read(teacher.distances())).isEqualTo(distances);
            }
        }
    }

    /** Fails at the n-th file that is published. */
    private static final class Stopping extends FileLayer {
        private static final long serialVersionUID = 1;
        private int left;

        Stopping(int writes) {
            left = writes;
        }

        @Override
        protected void rename(Path from, Path to) throws IOException {
            if (left-- == 0) {
                throw new Stopped();
            }
            super.rename(from, to);
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void anotherExpertOfThatNameIsAskedAnew() throws IOException {
        Teacher before = expert(0);
        ask(files, before);
        Manifest features = Manifest.read(before.features());
        files.deleteTree(before.model());
        Teacher after = expert(0, "bgr");
        ask(files, after);
        assertThat(Manifest.read(after.features()).fingerprint()).isNotEqualTo(features.fingerprint());
        assertThat((double) vectors(List.of(after)).get(0)[2]).as("red, where blue was").isCloseTo(picture(0, 0)[0], within(1e-3));
    }

    @Test
    void recipesNameTheTeachersAndHowTheyCount() throws IOException {
        List<Teacher> teachers = List.of(expert(0), expert(1));
        RoutedTeachers routed = RoutedTeachers.of(teachers, 0.25);
        assertThat(routed.configuration()).containsEntry("distillation weight", "0.25")
                .containsEntry("teachers", "weighed by per-text, tau 0.1");
        assertThat(routed.inputs()).containsOnly(
                Map.entry("teacher expert-0", Manifest.read(teachers.get(0).model()).fingerprint()),
                Map.entry("teacher expert-1", Manifest.read(teachers.get(1).model()).fingerprint()));
    }

    @Test
    void aTeacherOfAnotherLossIsRefused() throws IOException {
        Teacher teacher = expert(0);
        ClipConfig softmax = ClipConfig.read(teacher.model().resolve("open_clip_config.json"));
        ClipConfig sigmoid = new ClipConfig(3, softmax.vision(), softmax.text(), false, Math.log(10), -10.0, softmax.preprocess());
        Files.writeString(teacher.model().resolve("open_clip_config.json"), sigmoid.toJson());
        assertThatThrownBy(() -> RoutedTeachers.of(List.of(teacher), 0.5))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("expert-0: distilling compares")
                .hasMessageContaining("SigLIP");
    }
}
