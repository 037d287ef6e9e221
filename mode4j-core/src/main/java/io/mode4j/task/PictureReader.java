package io.mode4j.task;

import io.mode4j.arrays.ArrayFiles;
import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileTree;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.index.HeldOutPair;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardPicture;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Hands on the pictures of a source one after the other, in the order of the shards, of the paths, or of the draw. */
final class PictureReader {

    private static final Logger LOG = System.getLogger(PictureReader.class.getName());
    private static final List<String> IMAGES = List.of("jpg", "jpeg", "png", "webp");
    /** Pictures to other programs, in formats that are not read: to be counted as such. */
    private static final List<String> OTHERS = List.of("ppm", "bmp", "pgm", "tif", "tiff");

    private static final byte[] NOTHING = {};

    private PictureReader() {}

    /**
     * Reads a source to its end.
     *
     * @param encoded whether the pictures' bytes are wanted; without them they are handed on empty
     * @return how many pictures pair with nothing, by cause
     * @throws io.mode4j.artifact.DamagedException
     *             if a tar is truncated or none
     */
    static SortedMap<String, Long> read(PictureSource source, boolean encoded, ShardPicture.Consumer consumer) throws IOException {
        SortedMap<String, Long> unpaired = new TreeMap<>();
        switch (source) {
            case PictureSource.Shards(List<String> patterns, KeyEnd keyEnd, TxtLines lines) -> {
                for (Shard shard : ShardSet.of(patterns).shards()) {
                    ShardPicture.read(shard, keyEnd, lines, encoded, consumer)
                            .forEach((cause, count) -> unpaired.merge(cause, count, Long::sum));
                }
            }
            case PictureSource.HeldOut heldOut -> readHeldOut(heldOut, consumer);
            case PictureSource.Arrays(ArrayFiles files) -> files.read((key, picture, label) -> consumer.accept(
                    new ShardPicture(key, encoded ? picture.bytes() : NOTHING, List.of(),
                            Map.of(ShardPicture.CLS, label.getBytes(StandardCharsets.UTF_8)))));
            case PictureSource.Folder(Path folder) -> {
                List<Path> pictures = inSubFolders(folder);
                remark(folder, pictures);
                for (Path file : pictures) {
                    consumer.accept(inFolder(folder, file, encoded));
                }
            }
        }
        return unpaired;
    }

    private static void readHeldOut(PictureSource.HeldOut source, ShardPicture.Consumer consumer) throws IOException {
        SampleIndex index = SampleIndex.open(source.index());
        try (ShardImages images = new ShardImages(index)) {
            for (HeldOutPair pair : index.heldOut()) {
                Sample sample = pair.sample();
                String first = source.caption().choose(sample);
                List<String> captions = Stream.concat(Stream.of(first), sample.captions().stream()).distinct().toList();
                byte[] image = images.read(pair.shard(), sample.imageOffset(), sample.imageLength());
                consumer.accept(new ShardPicture(index.name(pair.shard()) + "/" + sample.key(), image, captions, Map.of()));
            }
        }
    }

    private static ShardPicture inFolder(Path folder, Path file, boolean encoded) throws IOException {
        Path inside = folder.relativize(file);
        String label = inside.getName(0).toString();
        return new ShardPicture(String.join("/", names(inside)), encoded ? Files.readAllBytes(file) : NOTHING, List.of(),
                Map.of(ShardPicture.CLS, label.getBytes(StandardCharsets.UTF_8)));
    }

    /** The pictures in the sub-folders, in the order in which they are read. */
    static List<Path> inSubFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("%s: a folder with one sub-folder per class expected; there is none".formatted(folder));
        }
        List<Path> pictures = FileTree.files(folder, Integer.MAX_VALUE,
                file -> folder.relativize(file).getNameCount() > 1 && !folder.relativize(file).toString().startsWith(".")
                        && (IMAGES.contains(extension(file)) || OTHERS.contains(extension(file))));
        if (pictures.isEmpty()) {
            throw new BadInputException("%s: pictures (%s) in sub-folders expected, one per class; found none".formatted(folder,
                    String.join(", ", IMAGES)));
        }
        return pictures;
    }

    private static void remark(Path folder, List<Path> pictures) throws IOException {
        Set<String> filled = pictures.stream().map(file -> folder.relativize(file).getName(0).toString()).collect(Collectors.toSet());
        List<String> empty = FileTree.folders(folder, 1)
                .stream()
                .map(inside -> inside.getFileName().toString())
                .filter(name -> !filled.contains(name) && !name.startsWith("."))
                .toList();
        if (!empty.isEmpty()) {
            LOG.log(Logger.Level.WARNING,
                    "%s: %d of %d sub-folders have no picture (%s): %s".formatted(folder, empty.size(),
                            empty.size() + filled.size(), String.join(", ", IMAGES), String.join(", ", empty)));
        }
    }

    private static List<String> names(Path path) {
        return StreamSupport.stream(path.spliterator(), false).map(Path::toString).toList();
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
