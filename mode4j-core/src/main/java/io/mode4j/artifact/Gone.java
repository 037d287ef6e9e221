package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;

/** What a walk does with files that somebody removes meanwhile: another process its checkpoints, for one. Stateless. */
final class Gone {
    private Gone() {}

    static FileVisitResult whileLooking(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
