package io.mode4j.shard.index;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.Sample;
import io.mode4j.shard.tar.ShardWriter;
import io.mode4j.shard.tar.TarReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A shard of pairs that an index knows: {@code KEY.jpeg}, {@code .png} or {@code .webp}, the bytes as they were, and {@code KEY.json} with the captions under {@code texts}. Stateless. */
final class PackedTar {

    private PackedTar() {}

    /** Gives the bytes of a pair's picture. */
    @FunctionalInterface
    interface Pictures {
        byte[] of(int pair) throws IOException;
    }

    /** Writes it, atomically. */
    static void write(FileLayer files, List<Sample> pairs, Pictures pictures, Path tar) throws IOException {
        ShardWriter.write(files, tar, shard -> {
            for (int i = 0; i < pairs.size(); i++) {
                Sample pair = pairs.get(i);
                ObjectNode json = JsonMapper.shared().createObjectNode();
                pair.captions().forEach(json.putArray("texts")::add);
                shard.add(pair.key(), extension(pair), pictures.of(i));
                shard.add(pair.key(), "json", json.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static String extension(Sample pair) {
        return pair.mediaType().substring(pair.mediaType().indexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** {@return the pairs, with the places that their pictures have in the shard} */
    static List<Sample> placed(List<Sample> pairs, Path tar) throws IOException {
        List<Sample> placed = new ArrayList<>(pairs.size());
        try (TarReader members = new TarReader(tar)) {
            for (Sample pair : pairs) {
                String picture = pair.key() + "." + extension(pair);
                if (!members.next() || !members.name().equals(picture)) {
                    throw new DamagedException(tar, "a member " + picture, "another, or none");
                }
                placed.add(new Sample(pair.key(), pair.captions(), members.offset(), pair.imageLength(), pair.mediaType()));
                if (!members.next()) {
                    throw new DamagedException(tar, "the captions of " + picture, "the end");
                }
            }
        }
        return placed;
    }
}
