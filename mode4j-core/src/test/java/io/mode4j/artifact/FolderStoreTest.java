package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.work.FarRunner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends StoreContract {
    @TempDir
    Path temporary;

    @Override
    protected Store store(String name) {
        return Store.of(temporary.resolve(name));
    }

    @Test
    void aFolderThatIsSentElsewhereIsTheSameThere() throws Exception {
        Path relative = Path.of("runs/mine");
        assertThat(Store.of(relative).place("")).isEqualTo(relative);
        assertThat(FarRunner.sent(Store.of(relative)).place("index")).isEqualTo(relative.toAbsolutePath().resolve("index"));
    }
}
