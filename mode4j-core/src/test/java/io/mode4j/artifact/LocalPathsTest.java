package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPathsTest {
    @TempDir
    private Path temporary;
    private Path root;

    @BeforeEach
    void links() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("deep/real"));
        Files.writeString(root.resolve("deep/x.tar"), "");
        Files.createSymbolicLink(root.resolve("link"), Path.of("deep/real"));
        Files.createSymbolicLink(root.resolve("deep/y.tar"), Path.of("x.tar"));
    }

    @Test
    void upIsTheParentOfWhatALinkLeadsTo() throws IOException {
        assertThat(LocalPaths.absolute(root.resolve("link/../x.tar"))).isEqualTo(root.resolve("deep/x.tar")).exists();
        assertThat(LocalPaths.absolute(root.resolve("link/.."))).isEqualTo(root.resolve("deep"));
        assertThat(LocalPaths.absolute(root.resolve("link/../../deep/./real/../*.tar"))).isEqualTo(root.resolve("deep/*.tar"));
    }

    @Test
    void otherLinksStayAndWhatIsNotThereIsTakenAsWritten() throws IOException {
        assertThat(LocalPaths.absolute(root.resolve("link"))).isEqualTo(root.resolve("link"));
        assertThat(LocalPaths.absolute(root.resolve("link/../y.tar"))).isEqualTo(root.resolve("deep/y.tar"));
        assertThat(LocalPaths.absolute(root.resolve("none/../y"))).isEqualTo(root.resolve("y"));
        assertThat(LocalPaths.absolute(Path.of("a"))).isEqualTo(Path.of("a").toAbsolutePath());
        assertThat(LocalPaths.absolute(Path.of("../a"))).isEqualTo(Path.of("..").toRealPath().resolve("a"));
    }
}
