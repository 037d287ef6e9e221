package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.format.Npy;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the writer at every step there is, reopens, and demands the old state or the new one. */
class CrashTest {
    private static final float[] OLD = {1, 2, 3};
    private static final float[] NEW = {4, 5, 6, 7};
    private static final Recipe RECIPE = new Recipe("test", 1, new TreeMap<>(Map.of("seed", "7")), new TreeMap<>());
    private final FileLayer healthy = new FileLayer();
    @TempDir
    Path temporary;

    private interface Work {
        void with(FileLayer files, Path folder) throws IOException;
    }

    private interface Check {
        void on(Path folder) throws IOException;
    }

    /** {@return how many steps there were} Prepares a fresh folder, works on it until the n-th step, checks; for every n. */
    private int atEveryStep(Work prepare, Work work, Check check) throws IOException {
        for (int n = 1;; n++) {
            Path folder = Files.createDirectory(temporary.resolve("step-" + n)).resolve("folder");
            prepare.with(healthy, folder);
            FailingFileLayer files = new FailingFileLayer(n);
            boolean failed = false;
            try {
                work.with(files, folder);
            } catch (IOException e) {
                failed = true;
            }
            assertThat(failed).as("step %d fails loudly", n).isNotEqualTo(files.survived());
            check.on(folder);
            if (!failed) {
                return n - 1;
            }
        }
    }

    @Test
    void npyIsOldOrNew() throws IOException {
        int steps = atEveryStep((files, folder) -> Npy.writeFloats(files, folder.resolve("a.npy"), OLD),
                (files, folder) -> Npy.writeFloats(files, folder.resolve("a.npy"), NEW), folder -> {
                    assertThat(Npy.readFloats(folder.resolve("a.npy"))).satisfiesAnyOf(a -> assertThat(a).isEqualTo(OLD),
                            a -> assertThat(a).isEqualTo(NEW));
                    healthy.sweep(folder);
                    assertThat(content(folder)).containsOnlyKeys("a.npy");
                });
        assertThat(steps).isEqualTo(5); // open, write, sync, rename, sync of the folder
    }

    @Test
    void safetensorsAreOldOrNew() throws IOException {
        atEveryStep((files, folder) -> safetensors(files, folder, OLD), (files, folder) -> safetensors(files, folder, NEW), folder -> {
            try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("a.safetensors"))) {
                file.verify();
                assertThat(file.floats("a")).satisfiesAnyOf(a -> assertThat(a).isEqualTo(OLD), a -> assertThat(a).isEqualTo(NEW));
            }
        });
    }

    @Test
    void anInterruptedStageGoesOnToTheSameFiles() throws IOException {
        Path whole = temporary.resolve("whole");
        stage(healthy, whole);
        SortedMap<String, String> expected = content(whole);
        int steps = atEveryStep((_, _) -> {}, CrashTest::stage, folder -> {
            if (Files.exists(folder)) {
                for (String name : StageFolder.filesIn(Store.of(healthy, folder))) {
                    assertThat(content(folder).get(name)).as("%s is whole", name).isEqualTo(expected.get(name));
                }
            }
            stage(healthy, folder);
            assertThat(content(folder)).as("after step").isEqualTo(expected);
            assertThat(StageFolder.of(healthy, folder, RECIPE).begin()).isFalse();
        });
        assertThat(steps).isGreaterThan(20);
    }

    @Test
    void aDeletedTreeIsWholeOrGone() throws IOException {
        atEveryStep(CrashTest::stage, FileLayer::deleteTree, folder -> {
            if (Files.exists(folder)) {
                assertThat(StageFolder.of(healthy, folder, RECIPE).begin()).isFalse();
            }
            healthy.deleteTree(folder);
            healthy.sweep(folder);
            assertThat(folder.getParent()).isEmptyDirectory();
        });
    }

    private static void stage(FileLayer files, Path folder) throws IOException {
        try (StageFolder stage = StageFolder.of(files, folder, RECIPE)) {
            if (!stage.begin()) {
                return;
            }
            for (String name : new String[]{"a.npy", "deep/b.npy"}) {
                if (!Files.exists(folder.resolve(name))) {
                    Npy.writeFloats(files, folder.resolve(name), OLD);
                }
            }
            safetensors(files, folder, NEW);
            stage.finish(Map.of("rows", 3));
        }
    }

    private static void safetensors(FileLayer files, Path folder, float[] values) throws IOException {
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", Safetensors.Tensor.of(values, values.length));
        Safetensors.write(files, folder.resolve("a.safetensors"), tensors, Map.of("seed", "7"));
    }

    private static SortedMap<String, String> content(Path folder) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                try {
                    content.put(folder.relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }
}
