package io.mode4j.artifact;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store that tests of stages have. */
class KeyedStoreContractTest extends StoreContract {
    @TempDir
    Path temporary;

    @Override
    protected Store store(String name) {
        return new KeyedStore(temporary.getFileName() + "/" + name, temporary.resolve("copies").toString());
    }
}
