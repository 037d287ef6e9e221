package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    private Path root;

    @BeforeEach
    void links() throws IOException {
        Files.createDirectories(root.resolve("data/inside"));
        Files.createDirectories(root.resolve("elsewhere"));
        Files.writeString(root.resolve("data/inside/a.x"), "");
        Files.writeString(root.resolve("data/notes"), "");
        Files.writeString(root.resolve("elsewhere/b.x"), "");
        Files.createSymbolicLink(root.resolve("data/linked"), root.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("data/c.x"), root.resolve("elsewhere/b.x"));
        Files.createSymbolicLink(root.resolve("data/inside/back"), root.resolve("data"));
        Files.createSymbolicLink(root.resolve("data/self"), Path.of("self"));
        Files.createSymbolicLink(root.resolve("data/gone"), root.resolve("none"));
    }

    private List<String> files(int depth) throws IOException {
        return FileTree.files(root.resolve("data"), depth, file -> file.toString().endsWith(".x"))
                .stream()
                .map(file -> root.resolve("data").relativize(file).toString())
                .toList();
    }

    @Test
    void linksAreWhatTheyLeadToAndLoopsEnd() throws IOException {
        assertThat(files(9)).containsExactly("c.x", "inside/a.x", "linked/b.x");
        assertThat(files(1)).containsExactly("c.x");
        assertThat(FileTree.folders(root.resolve("data"), 9)).containsExactly(root.resolve("data/inside"), root.resolve("data/linked"));
        assertThat(FileTree.folders(root.resolve("data"), 1)).containsExactly(root.resolve("data/inside"), root.resolve("data/linked"));
        assertThat(FileTree.folders(root, 1)).containsExactly(root.resolve("data"), root.resolve("elsewhere"));
    }

    @Test
    void aLinkThatLeadsNowhereIsAnErrorWhereAFileWasWanted() throws IOException {
        Files.createSymbolicLink(root.resolve("data/inside/d.x"), root.resolve("none.x"));
        assertThatThrownBy(() -> files(9)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("inside/d.x is a link that leads nowhere");
    }
}
