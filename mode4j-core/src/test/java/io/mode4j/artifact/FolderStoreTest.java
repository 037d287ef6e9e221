package io.mode4j.artifact;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends StoreContract {
    @TempDir
    Path temporary;

    @Override
    protected Store store(String name) {
        return Store.of(temporary.resolve(name));
    }
}
