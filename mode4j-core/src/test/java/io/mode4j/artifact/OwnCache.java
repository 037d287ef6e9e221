package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives every test of a class an empty cache of 1 MiB, in place of the one that the others have. */
public final class OwnCache implements BeforeEachCallback, AfterEachCallback {
    private static final int BYTES = 1 << 20;

    private final FileLayer files = new UnsyncedFileLayer();
    private CacheFolder before = CacheFolder.standard();
    private Path folder = Path.of("");

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        before = CacheFolder.standard();
        folder = Files.createTempDirectory("cache");
        CacheFolder.use(new CacheFolder(files, folder, BYTES));
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        CacheFolder.use(before);
        files.deleteTree(folder);
    }
}
