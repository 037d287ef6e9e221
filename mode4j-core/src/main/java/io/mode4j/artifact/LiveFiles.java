package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Walks through folders in which another process may be at work: what vanishes meanwhile is passed over. Stateless. */
final class LiveFiles {
    /** A stage's folder may be a link to another disk. */
    static final Set<FileVisitOption> FOLLOWED = Set.of(FileVisitOption.FOLLOW_LINKS);

    private LiveFiles() {}

    /** What is done with a file. */
    interface Look {
        void at(Path file) throws IOException;
    }

    /** Looks at every file of a folder, down to so many levels; at none where there is no folder. */
    static void each(Path folder, int levels, Look look) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, FOLLOWED, levels, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    look.at(file);
                    return FileVisitResult.CONTINUE;
                } catch (NoSuchFileException e) {
                    return gone(e);
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return gone(failure);
            }
        });
    }

    /** {@return how a walk goes on after such a failure}, if it does */
    static FileVisitResult gone(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException || failure instanceof FileSystemLoopException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
