package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of an index beside its documents; Lucene keeps it in the commit itself.
 *
 * @param version     of this and of the documents' fields
 * @param description what the index is of
 * @param nextId      the number that the next picture gets
 * @param shards      those that were begun
 */
record CommitData(int version, IndexDescription description, long nextId, List<KnownShard> shards) {
    static final int VERSION = 1;
    private static final String KEY = "mode4j";

    /** {@return this, as Lucene keeps it} */
    Map<String, String> entries() {
        return Map.of(KEY, JsonMapper.shared().writeValueAsString(this));
    }

    /**
     * {@return what a commit says}
     *
     * @throws BadInputException if the index is of another program, or of a newer version of this one
     */
    static CommitData of(Map<String, String> entries, Path folder) throws IOException {
        String text = entries.get(KEY);
        if (text == null) {
            throw new BadInputException(folder + ": expected an index of pictures, found an index of another program");
        }
        try {
            int version = JsonMapper.shared().readTree(text).path("version").asInt(0);
            if (version > VERSION) {
                throw new BadInputException("%s has format version %d, this program knows up to %d. Use the newer mode4j that wrote it."
                        .formatted(folder, version, VERSION));
            }
            return JsonMapper.shared().readValue(text, CommitData.class);
        } catch (JacksonException e) {
            throw new DamagedException(folder, "what the index is of, in its last commit", e.getOriginalMessage());
        }
    }
}
