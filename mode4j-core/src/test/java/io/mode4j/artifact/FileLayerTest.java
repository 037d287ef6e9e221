package io.mode4j.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLayerTest {
    private final FileLayer files = new FileLayer();
    @TempDir
    Path temporary;

    @Test
    void makesParentFoldersAndReplaces() throws IOException {
        Path file = temporary.resolve("a/b/c.txt");
        files.write(file, out -> out.write("one".getBytes(UTF_8)));
        files.write(file, out -> out.write("two".getBytes(UTF_8)));
        assertThat(file).hasContent("two");
        assertThat(temporary.resolve("a/b").toFile().list()).containsExactly("c.txt");
    }

    @Test
    void keepsTheOldFileWhenTheContentFails() throws IOException {
        Path file = temporary.resolve("c.txt");
        files.write(file, out -> out.write("one".getBytes(UTF_8)));
        assertThatThrownBy(() -> files.write(file, out -> {
            out.write("two".getBytes(UTF_8));
            throw new DamagedException(temporary, "a", "b");
        })).isInstanceOf(DamagedException.class);
        assertThat(file).hasContent("one");
        assertThat(temporary.toFile().list()).hasSize(1);
    }

    @Test
    void appendsLines() throws IOException {
        Path log = temporary.resolve("logs/log.jsonl");
        files.append(log, "{}");
        files.append(log, "{\"ä\":1}");
        assertThat(Files.readAllLines(log)).containsExactly("{}", "{\"ä\":1}");
    }

    @Test
    void namesTheFileWhenTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        FileLayer fullDisk = new FileLayer() {
            @Override
            protected OutputStream open(Path file, StandardOpenOption... options) throws IOException {
                return Files.newOutputStream(full, StandardOpenOption.WRITE);
            }
        };
        Path file = temporary.resolve("c.txt");
        assertThatThrownBy(() -> fullDisk.write(file, out -> out.write(1))).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("free space");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysThatAFileIsInTheWay() throws IOException {
        Path file = Files.writeString(temporary.resolve("run"), "");
        assertThatThrownBy(() -> files.write(file.resolve("index/a.npy"), _ -> {})).isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Not a directory");
    }

    @Test
    void deletingWhatIsNotThereIsNothing() throws IOException {
        files.deleteTree(temporary.resolve("nothing"));
        files.sweep(temporary.resolve("nothing"));
        assertThat(temporary).isEmptyDirectory();
    }
}
