package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.ShardPicture;
import io.mode4j.shard.ShardSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Hands on the pictures of a source one after the other, in the order of the shards, or of the paths. */
final class PictureReader {

    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "webp");

    /** What is done with a picture. */
    interface Consumer {
        void accept(RawPicture picture) throws IOException;
    }

    private PictureReader() {}

    /** The files of a source, in the order in which they are read: tars, or pictures in their sub-folders. */
    static List<Path> files(PictureSource source) throws IOException {
        return switch (source) {
            case PictureSource.Shards(List<String> patterns) -> ShardSet.of(patterns).paths();
            case PictureSource.Folder(Path folder) -> inSubFolders(folder);
        };
    }

    /**
     * Reads a source to its end.
     *
     * @throws io.mode4j.artifact.DamagedException
     *             if a tar is truncated or none
     */
    static void read(PictureSource source, Consumer consumer) throws IOException {
        for (Path file : files(source)) {
            switch (source) {
                case PictureSource.Shards _ -> ShardPicture.read(file,
                        picture -> consumer.accept(new RawPicture(picture.key(), picture.image(), picture.captions(), picture.members())));
                case PictureSource.Folder _ -> consumer.accept(inFolder(file));
            }
        }
    }

    private static RawPicture inFolder(Path file) throws IOException {
        String label = folderOf(file);
        return new RawPicture(label + "/" + file.getFileName(), Files.readAllBytes(file), List.of(),
                Map.of(Classification.CLS, label.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Path> inSubFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("%s: a folder with one sub-folder per class expected; there is none".formatted(folder));
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            List<Path> pictures = files.filter(Files::isRegularFile)
                    .filter(file -> folder.relativize(file).getNameCount() == 2)
                    .filter(file -> IMAGES.contains(extension(file)))
                    .sorted()
                    .toList();
            if (pictures.isEmpty()) {
                throw new BadInputException("%s: pictures (%s) in sub-folders expected, one per class; found none".formatted(folder,
                        String.join(", ", IMAGES)));
            }
            return pictures;
        }
    }

    private static String folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null || parent.getFileName() == null ? "" : parent.getFileName().toString();
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
