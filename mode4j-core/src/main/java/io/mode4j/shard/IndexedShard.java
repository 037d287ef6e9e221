package io.mode4j.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 */
record IndexedShard(String name, String path, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String relative, int rows) {
    /** The field of the summary. */
    static final String FIELD = "shards";

    static IndexedShard of(String name, Path path, int rows, Path indexFolder) {
        Path here = indexFolder.toAbsolutePath().normalize();
        boolean near = Objects.equals(here.getRoot(), path.getRoot()) && here.getName(0).equals(path.getName(0));
        return new IndexedShard(name, path.toString(), near ? here.relativize(path).toString().replace('\\', '/') : null, rows);
    }

    /** {@return the places where the shard may be, the likelier first} */
    List<Path> places(Path indexFolder) {
        Path recorded = Path.of(path);
        return relative == null ? List.of(recorded)
                : Stream.of(indexFolder.toAbsolutePath().resolve(relative).normalize(), recorded).distinct().toList();
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
