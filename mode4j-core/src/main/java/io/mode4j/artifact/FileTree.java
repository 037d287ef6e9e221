package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is in and below a folder of a user's, where links stand for what they lead to. Stateless. */
public final class FileTree {
    private FileTree() {}

    /**
     * {@return the files of some names, sorted}. A link that leads back to a folder above it is not followed: what it would lead to is listed already.
     *
     * @param depth how many levels down, 1 for the folder alone
     * @throws BadInputException if a link of such a name leads nowhere, or a name is as in {@link LocalPaths#demandText}
     * @throws IOException if a folder cannot be read
     */
    public static List<Path> files(Path folder, int depth, Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        walk(folder, depth, new Followed() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws BadInputException {
                if (!wanted.test(file)) {
                    return FileVisitResult.CONTINUE;
                }
                LocalPaths.demandText(file);
                if (attributes.isSymbolicLink()) {
                    throw new BadInputException(
                            "%s is a link that leads nowhere. Remove it, or mend what it should lead to.".formatted(file));
                }
                if (attributes.isRegularFile()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted().toList();
    }

    /** {@return the folders below a folder, sorted, so many levels down, as {@link #files} finds them} */
    public static List<Path> folders(Path folder, int depth) throws IOException {
        List<Path> found = new ArrayList<>();
        walk(folder, depth, new Followed() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
                if (!inside.equals(folder)) {
                    found.add(inside);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path last, BasicFileAttributes attributes) {
                if (attributes.isDirectory()) {
                    found.add(last);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted().toList();
    }

    private static void walk(Path folder, int depth, Followed visitor) throws IOException {
        Files.walkFileTree(folder, LiveFiles.FOLLOWED, depth, visitor);
    }

    private static class Followed extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
