package io.mode4j.shard;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shard as the index's manifest lists it, under {@code shards} in its summary: where it lay is worth knowing, but is not content, so the
 * index of shards that were moved has the same fingerprint, and what was made from it stays good.
 *
 * @param name what the shard's files in all stages are called
 * @param path where it lay, absolute
 * @param rows how many samples it has
 */
record IndexedShard(String name, String path, int rows) {
    /** The field of the summary. */
    static final String FIELD = "shards";

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
