package io.mode4j.shard.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.artifact.Manifest;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardFormat;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shard as the index's manifest lists it, under {@code shards} in its summary: where it lies is worth knowing, but is not content, so the
 * index of shards that were moved has the same fingerprint, and what was made from it stays good. Two ways to it are kept: one holds when the run is moved alone, the
 * other when it is moved together with its shards.
 *
 * @param name what the shard's files in all stages are called
 * @param path where it lay, absolute
 * @param relative where it lay seen from the index's folder, with {@code /}; null when both have no folder in common, and in older indices
 * @param rows how many samples it has
 * @param format what it is made of; null for a tar
 * @param part as in {@link Shard}; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IndexedShard(String name, String path, @Nullable String relative, int rows, @Nullable ShardFormat format,
        @Nullable SortedMap<String, String> part) {
    /** The field of the summary. */
    static final String FIELD = "shards";

    static IndexedShard of(Shard shard, int rows, Path indexFolder) {
        return new IndexedShard(shard.name(), shard.place(), LocalPaths.seenFrom(indexFolder, shard.path()), rows,
                shard.format() == ShardFormat.TAR ? null : shard.format(), shard.part().isEmpty() ? null : shard.part());
    }

    /** {@return the places where the shard may be, the likelier first} */
    List<String> places(Path indexFolder) {
        return relative == null ? List.of(path)
                : Stream.of(indexFolder.toAbsolutePath().resolve(relative).normalize().toString(), path).distinct().toList();
    }

    /** {@return the shard, at a place} */
    Shard at(String place) {
        return new Shard(name, format == null ? ShardFormat.TAR : format, place, part == null ? Collections.emptySortedMap() : part);
    }

    static List<IndexedShard> listIn(Map<String, Object> summary, Path folder) throws DamagedException {
        Object listed = summary.get(FIELD);
        if (!(listed instanceof List)) {
            throw new DamagedException(folder.resolve(Manifest.NAME), "a list of shards", "a manifest that is not of an index");
        }
        try {
            return JsonMapper.shared().convertValue(listed, new TypeReference<List<IndexedShard>>() {});
        } catch (JacksonException e) {
            throw new DamagedException(folder.resolve(Manifest.NAME), "a list of shards", e.getOriginalMessage());
        }
    }
}
