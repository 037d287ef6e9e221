package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of an index cut short, changed by a bit, or gone: it is refused, and named. */
class IndexDamageTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void build() throws IOException {
        float[][] vectors = Pictures.clustered(300, 8, 5, 4);
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(8, "one"))) {
            for (int i = 0; i < vectors.length; i++) {
                writer.add(Pictures.picture("p" + i, Map.of("n", i), "caption " + i), vectors[i]);
                if (i == 200) {
                    writer.commit();
                }
            }
            writer.commit();
            writer.delete(Set.of("p3"));
            writer.commit();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> !file.endsWith("write.lock")).sorted().toList();
        }
    }

    private void refused(Path file) {
        assertThatThrownBy(() -> PictureIndex.check(folder)).as(file.toString())
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("build");
        assertThatThrownBy(() -> PictureIndex.open(folder)).isInstanceOf(DamagedException.class).hasMessageContaining(file.toString());
        assertThatThrownBy(() -> PictureIndexWriter.open(folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void everyDamagedFileIsNamed() throws IOException {
        assertThat(files()).hasSizeGreaterThan(5);
        for (Path file : files()) {
            byte[] whole = Files.readAllBytes(file);
            for (int at : new int[]{0, 5, whole.length / 2, whole.length - 12, whole.length - 1}) {
                byte[] changed = whole.clone();
                changed[at] ^= 0x10;
                Files.write(file, changed);
                refused(file);
            }
            for (int length : new int[]{0, 3, whole.length / 2, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, length));
                refused(file);
            }
            Files.write(file, whole);
        }
        PictureIndex.check(folder);
    }

    @Test
    void everyMissingFileIsNamed() throws IOException {
        for (Path file : files()) {
            if (String.valueOf(file.getFileName()).startsWith("segments")) {
                continue; // without it there is no index
            }
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(() -> PictureIndex.check(folder)).isInstanceOf(DamagedException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(String.valueOf(file.getFileName()));
            assertThatThrownBy(() -> PictureIndex.open(folder)).isInstanceOf(DamagedException.class);
            Files.write(file, whole);
        }
    }
}
